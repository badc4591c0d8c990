import type { Standard, StandardSummary } from '../../../src-shared/contract/library.ts'
import type { TopicAnswer } from '../library.ts'
import type { IndexReader } from './index-reader.ts'
import type { StandardRow } from './reader-statements.ts'
import { summaryOf } from './summary.ts'

const MAX_NEAREST = 5
const MAX_OTHERS = 10

/** Finds the standards of a language and domain, given by their canonical names. */
export function findTopic(index: IndexReader, language: string, domain: string): TopicAnswer {
  const [best, ...others] = [...index.byTopic(language, domain), ...index.byTopic(null, domain)]
  return {
    found: best ? withText(index, best) : null,
    language,
    domain,
    also: others.slice(0, MAX_OTHERS).map(summaryOf),
    nearest: best ? [] : nearestTopics(index, language, domain),
  }
}

function withText(index: IndexReader, row: StandardRow): Standard | null {
  const text = index.text(row.doc)
  return text ? { ...summaryOf(row), ...text } : null
}

/** Alternates between the same language and the same domain, so that both occur even when one has many standards. */
function nearestTopics(index: IndexReader, language: string, domain: string): StandardSummary[] {
  const sameLanguage = index.list({ language }, '', MAX_NEAREST)
  const sameDomain = index.list({ domain }, '', MAX_NEAREST)
  const rows = new Map<string, StandardRow>()
  for (let i = 0; i < MAX_NEAREST; i++) {
    for (const row of [sameLanguage[i], sameDomain[i]]) if (row) rows.set(row.id, row)
  }
  return [...rows.values()].slice(0, MAX_NEAREST).map(summaryOf)
}
