import type { Standard, StandardSummary } from '../../../src-shared/contract/library.ts'
import { byDepth } from './by-depth.ts'
import { copiesLast } from './copies-last.ts'
import type { IndexReader } from './index-reader.ts'
import { quote } from './question.ts'
import type { StandardRow } from './reader-statements.ts'
import { summaryOf } from './summary.ts'
import { fitTopic, isNoStandard, type TopicFit, wordsOfDomain } from './topic-fit.ts'

/** How the standards of a topic were found: by language and domain, by headings of the language's standards, or among general ones. */
type TopicRule = 'topic' | 'sections' | 'general'

/** The standards of a language and domain. */
export interface TopicAnswer {
  /** The best match, with its text. */
  readonly found: Standard | null
  /** How `found` was found. */
  readonly rule: TopicRule | null
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
/** A standard has to have this many sections on the domain, unless its name says that it is about the domain. */
const MIN_SECTIONS = 2
/** The same for a standard of another domain. */
const MIN_SECTIONS_OF_OTHER = 4
/** A standard with so many other words in its name is about something narrower, unless its author named the topic. */
const NARROW = 2
/** A shorter file with a link only says where its content is. */
const STUB_SIZE = 400

interface Candidate {
  readonly row: StandardRow
  readonly fit: TopicFit
  /** Number of sections whose headings have words of the domain. */
  readonly sections: number
}

/** Finds the standards of a language and domain, given by their canonical names. */
export function findTopic(index: IndexReader, language: string, domain: string): TopicAnswer {
  const copies = index.copies()
  const search = new TopicSearch(index, language, domain)
  const general = search.general()
  const found: { rule: TopicRule; rows: readonly StandardRow[] }[] = [
    { rule: 'topic', rows: search.exact() },
    {
      rule: 'general',
      rows: general.filter(({ fit }) => fit.namesLanguage).map(({ row }) => row),
    },
    { rule: 'sections', rows: search.bySections() },
    { rule: 'general', rows: general.map(({ row }) => row) },
  ]
  // A copy whose original is now about something else would be an answer from the past.
  const isUsable = ({ id }: StandardRow) => !copies.get(id)
  const rows = copiesLast(
    [...new Map(found.flatMap((some) => some.rows).map((row) => [row.id, row])).values()],
    copies,
  )
  const best = rows[0] && isUsable(rows[0]) ? rows[0] : undefined
  const others = best ? rows.slice(1) : rows
  return {
    found: best ? withText(index, best) : null,
    rule: found.find((some) => some.rows.some(({ id }) => id === best?.id))?.rule ?? null,
    language,
    domain,
    also: others.slice(0, MAX_OTHERS).map(summaryOf),
    nearest: best ? [] : copiesLast(search.nearest(), copies).slice(0, MAX_NEAREST).map(summaryOf),
  }
}

class TopicSearch {
  readonly #index: IndexReader
  readonly #language: string
  readonly #domain: string
  readonly #counts: ReadonlyMap<number, number>

  constructor(index: IndexReader, language: string, domain: string) {
    this.#index = index
    this.#language = language
    this.#domain = domain
    const words = wordsOfDomain(domain).map((words) => quote(words.split(' ')))
    this.#counts = words.length === 0 ? new Map() : index.headingsWith(words.join(' OR '), language)
  }

  /** Standards of the language and the domain. */
  exact(): StandardRow[] {
    const rows = this.#index.byTopic(this.#language, this.#domain)
    const candidates = this.#candidates(rows).filter(
      ({ row, fit }) => (fit.others < NARROW && !fit.isOtherTechnology) || isNamedByAuthor(row),
    )
    return candidates.sort(byFit).map(({ row }) => row)
  }

  /** Standards of the language with sections on the domain, those with most of them first. */
  bySections(): StandardRow[] {
    const candidates = this.#candidates(this.#index.byLanguage(this.#language)).filter(
      ({ row, fit, sections }) =>
        fit.others < NARROW &&
        !fit.isOtherTechnology &&
        row.domain !== this.#domain &&
        (sections >= (row.domain === null ? MIN_SECTIONS : MIN_SECTIONS_OF_OTHER) || this.#isNamed(fit)),
    )
    return candidates
      .sort(
        (a, b) =>
          Number(this.#isNamed(b.fit)) - Number(this.#isNamed(a.fit)) ||
          b.sections - a.sections ||
          byFit(a, b),
      )
      .map(({ row }) => row)
  }

  /** A guide that is named for the language alone says how to write it. */
  #isNamed({ namesDomain, namesLanguage, isLanguageAlone }: TopicFit): boolean {
    return namesDomain || (this.#domain === 'style' && namesLanguage && isLanguageAlone)
  }

  /** Standards of the domain for every language. */
  general(): Candidate[] {
    const candidates = this.#candidates(this.#index.byTopic(null, this.#domain)).filter(
      ({ row, fit }) =>
        !fit.isOtherTechnology &&
        !fit.namesFramework &&
        fit.others < NARROW &&
        (fit.namesLanguage || (fit.others === 0 && fit.namesWholeDomain) || isNamedByAuthor(row)),
    )
    return candidates.sort(
      (a, b) =>
        Number(b.fit.namesLanguage) - Number(a.fit.namesLanguage) ||
        Number(b.fit.namesWholeDomain) - Number(a.fit.namesWholeDomain) ||
        byFit(a, b),
    )
  }

  /** Standards of the language, those with sections on the domain first, then standards of the domain. */
  nearest(): StandardRow[] {
    const ofLanguage = this.#candidates(this.#index.byLanguage(this.#language))
    const ofDomain = this.#candidates(this.#index.byDomain(this.#domain))
    const rows = [
      ...ofLanguage.sort((a, b) => b.sections - a.sections || byFit(a, b)),
      ...ofDomain.sort(generalFirst),
    ]
    return [...new Map(rows.map(({ row }) => [row.id, row])).values()]
  }

  #candidates(rows: readonly StandardRow[]): Candidate[] {
    return rows
      .filter((row) => !isNoStandard(row) && !this.#isStub(row))
      .map((row) => ({
        row,
        fit: fitTopic(row, this.#language, this.#domain),
        sections: this.#counts.get(row.doc) ?? 0,
      }))
  }

  #isStub({ doc, size }: StandardRow): boolean {
    if (size > STUB_SIZE) return false
    const text = this.#index.text(doc)
    return text === undefined || /\]\(|https?:/.test(text.text.slice(text.bodyStart))
  }
}

function byFit(a: Candidate, b: Candidate): number {
  return a.fit.others - b.fit.others || b.sections - a.sections || byDepth(a.row, b.row)
}

function generalFirst(a: Candidate, b: Candidate): number {
  return Number(a.row.language !== null) - Number(b.row.language !== null) || byFit(a, b)
}

/** Returns true when the front matter or a folder names the domain. */
function isNamedByAuthor({ id, rules, domain }: StandardRow): boolean {
  const [, rule]: (string | null)[] = JSON.parse(rules)
  if (rule === 'front matter' || rule === 'tags') return true
  return id
    .split('/')
    .slice(0, -1)
    .some(
      (folder) =>
        domain !== null && wordsOfDomain(domain).includes(folder.toLowerCase().replace(/[-_]+/g, ' ')),
    )
}

function withText(index: IndexReader, row: StandardRow): Standard | null {
  const text = index.text(row.doc)
  return text ? { ...summaryOf(row), ...text } : null
}
