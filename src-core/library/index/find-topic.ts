import type { Standard, StandardSummary } from '../../../src-shared/contract/library.ts'
import { copiesLast } from './copies-last.ts'
import type { IndexReader } from './index-reader.ts'
import type { StandardRow } from './reader-statements.ts'
import { summaryOf } from './summary.ts'

/** The standards of a language and domain. */
export interface TopicAnswer {
  /** The best match, with its text. */
  readonly found: Standard | null
  /** The canonical name of the language (`py` is `python`). */
  readonly language: string
  /** The canonical name of the domain. */
  readonly domain: string
  /** Further matches. */
  readonly also: readonly StandardSummary[]
  /** Standards of the same language or domain, when nothing was found. */
  readonly nearest: readonly StandardSummary[]
}

const MAX_NEAREST = 5
const MAX_OTHERS = 10

/** Finds the standards of a language and domain, given by their canonical names. */
export function findTopic(index: IndexReader, language: string, domain: string): TopicAnswer {
  const copies = index.copies()
  const rows = copiesLast([...index.byTopic(language, domain), ...index.byTopic(null, domain)], copies)
  // A copy whose original is now about something else would be an answer from the past.
  const hasBest = rows[0] !== undefined && !copies.get(rows[0].id)
  const best = hasBest ? rows[0] : undefined
  const others = hasBest ? rows.slice(1) : rows
  return {
    found: best ? withText(index, best) : null,
    language,
    domain,
    also: others.slice(0, MAX_OTHERS).map(summaryOf),
    nearest: best ? [] : nearestTopics(index, language, domain, copies),
  }
}

function withText(index: IndexReader, row: StandardRow): Standard | null {
  const text = index.text(row.doc)
  return text ? { ...summaryOf(row), ...text } : null
}

/** Alternates between the same language and the same domain, so that both occur even when one has many standards. */
function nearestTopics(
  index: IndexReader,
  language: string,
  domain: string,
  copies: ReadonlyMap<string, string | null>,
): StandardSummary[] {
  const limit = MAX_NEAREST + copies.size
  const sameLanguage = copiesLast(index.list({ language }, '', limit), copies)
  const sameDomain = copiesLast(index.list({ domain }, '', limit), copies)
  const rows = new Map<string, StandardRow>()
  for (let i = 0; i < MAX_NEAREST; i++) {
    for (const row of [sameLanguage[i], sameDomain[i]]) if (row) rows.set(row.id, row)
  }
  return copiesLast([...rows.values()], copies)
    .slice(0, MAX_NEAREST)
    .map(summaryOf)
}
