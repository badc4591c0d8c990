import { docOf } from './index-schema.ts'

/** A section and its score. An array, because a search reads up to 5,000 rows. */
export type ScoredRow = readonly [rowid: number, score: number]

/** What a question or its filter says about the standards it wants. */
export interface WantedFacets {
  readonly language: string | null
  readonly domain: string | null
}

/** How much more a standard of the wanted language counts than one of every language, and how much less one of another. */
const LANGUAGE_WEIGHT = 1.3
/** How much a standard gains that is about the very topic that was asked for. */
const TOPIC_WEIGHT = 2
/** How much each further section of a standard counts beside the one before it. */
const NEXT_SECTION_WEIGHT = 0.9

/** Adds up the scores of several searches, weighs them by language and topic, and sorts the sections, best first. */
export class SectionScores {
  readonly #scores = new Map<number, number>()

  /** @param rows with scores, which are higher for better matches */
  add(rows: readonly ScoredRow[], weight: number): void {
    for (const [rowid, score] of rows)
      this.#scores.set(rowid, (this.#scores.get(rowid) ?? 0) + score * weight)
  }

  /** Gives each section the score of these rows if that is higher. */
  raise(rows: readonly ScoredRow[]): void {
    for (const [rowid, score] of rows) this.#scores.set(rowid, Math.max(this.#scores.get(rowid) ?? 0, score))
  }

  /**
   * @param isTopic true when nothing is asked but the language and the domain
   * @param facetsOf returns the facets of a standard
   */
  weigh(wanted: WantedFacets, isTopic: boolean, facetsOf: (doc: number) => WantedFacets): void {
    if (wanted.language === null && !isTopic) return
    const weights = new Map<number, number>()
    for (const [rowid, score] of this.#scores) {
      const doc = docOf(rowid)
      const weight = weights.get(doc) ?? weightOf(facetsOf(doc), wanted, isTopic)
      weights.set(doc, weight)
      this.#scores.set(rowid, score * weight)
    }
  }

  /** Returns the sections, best first. Further sections of a standard are lowered, so that one does not fill the first page. */
  sorted(): ScoredRow[] {
    const seen = new Map<number, number>()
    const rows = [...this.#scores].sort(byScore).map(([rowid, score]): ScoredRow => {
      const before = seen.get(docOf(rowid)) ?? 0
      seen.set(docOf(rowid), before + 1)
      return [rowid, score * NEXT_SECTION_WEIGHT ** before]
    })
    return rows.sort(byScore)
  }
}

function byScore(a: ScoredRow, b: ScoredRow): number {
  return b[1] - a[1] || a[0] - b[0]
}

function weightOf(own: WantedFacets, wanted: WantedFacets, isTopic: boolean): number {
  let weight = 1
  if (wanted.language !== null && own.language !== null)
    weight *= own.language === wanted.language ? LANGUAGE_WEIGHT : 1 / LANGUAGE_WEIGHT
  const isSameLanguage = wanted.language === null || own.language === wanted.language
  if (isTopic && own.domain === wanted.domain && isSameLanguage) weight *= TOPIC_WEIGHT
  return weight
}
