import type { Database } from 'better-sqlite3'
import { once } from '../../base/once.ts'
import { docOf, ordinalOf } from './index-schema.ts'
import { indexStem } from './stem.ts'

/** Reads the words of the index, which are stems. */
export class WordIndex {
  readonly #sql: ReturnType<typeof prepareWords>
  readonly #sections = new Map<string, number>()
  readonly #corrections = new Map<string, string | null>()
  #dataVersion = -1

  constructor(db: Database) {
    this.#sql = prepareWords(db)
  }

  /** Returns the number of sections that have a word. */
  sectionsWith(word: string): number {
    this.#forgetOld()
    const stem = indexStem(word)
    const known = this.#sections.get(stem)
    if (known !== undefined) return known
    const sections = this.#sql.sectionsWith().get(stem) ?? 0
    this.#sections.set(stem, sections)
    return sections
  }

  /** @param expression an FTS5 expression */
  has(expression: string): boolean {
    return this.#sql.sectionsOf().get(expression) !== undefined
  }

  /** Returns true when a word of the index begins with `letters`. */
  begins(letters: string): boolean {
    return this.#sql.prefix().get(letters, `${letters}\uffff`) !== undefined
  }

  /**
   * Returns the word of the index that a misspelled word is meant to be, or `null` when the word is known or no word of the
   * index is near.
   */
  correct(word: string): string | null {
    if (word.length < MIN_CORRECTED || !/^[a-z]+$/.test(word)) return null
    this.#forgetOld()
    const known = this.#corrections.get(word)
    if (known !== undefined) return known
    const correction = this.#findCorrection(word)
    this.#corrections.set(word, correction)
    return correction
  }

  #findCorrection(word: string): string | null {
    const own = this.sectionsWith(word)
    if (own >= NEARLY_UNKNOWN) return null
    const enough = Math.max(MIN_SECTIONS, own * MUCH_MORE)
    const near = this.#mostFrequent(word, oneEdit(word), enough)
    if (near !== null || word.length < MIN_TWO_EDITS) return near
    return this.#twoEdits(word, enough)
  }

  /** Returns the most frequent word among `candidates` that a text spells so, if it is in enough sections. */
  #mostFrequent(word: string, candidates: ReadonlySet<string>, enough: number): string | null {
    const weights = new Map<string, number>()
    const own = indexStem(word)
    for (const candidate of candidates) {
      const stem = indexStem(candidate)
      if (stem === own || weights.has(stem)) continue
      const sections = this.sectionsWith(candidate)
      if (sections >= enough) weights.set(stem, sections * (candidate[0] === word[0] ? SAME_BEGINNING : 1))
    }
    const stems = [...weights].sort(([, a], [, b]) => b - a)
    for (const [stem] of stems) {
      const spelled = this.#spelled(stem, candidates)
      // Another word may have the stem: "recover" is one letter from "remover", which no text has, but "remove" has its stem.
      if (candidates.has(spelled)) return spelled
    }
    return null
  }

  #twoEdits(word: string, enough: number): string | null {
    const stem = indexStem(word)
    const from = word.slice(0, SAME_LETTERS)
    let best: string | null = null
    let most = enough - 1
    for (const [term, sections] of this.#sql.between().all(from, `${from}\uffff`)) {
      if (sections <= most || Math.abs(term.length - stem.length) > 2 || editDistance(term, stem, 2) > 2)
        continue
      most = sections
      best = term
    }
    return best === null ? null : this.#spelled(best, new Set())
  }

  /** Returns a word with this stem as texts spell it, one of `preferred` if possible. */
  #spelled(stem: string, preferred: ReadonlySet<string>): string {
    let spelled: string | null = null
    for (const rowid of this.#sql.sectionsOf().all(`"${stem}"`)) {
      const text = this.#sql.sectionText().get(ordinalOf(rowid), docOf(rowid)) ?? ''
      for (const [word] of text.matchAll(/[a-z]+/gi)) {
        const lower = word.toLowerCase()
        if (!lower.startsWith(stem.slice(0, SAME_LETTERS)) || indexStem(lower) !== stem) continue
        if (preferred.has(lower)) return lower
        spelled ??= lower
      }
      if (spelled !== null && preferred.size === 0) break
    }
    return spelled ?? stem
  }

  #forgetOld(): void {
    const version = this.#sql.dataVersion().get() ?? 0
    const isFull = this.#sections.size > MAX_REMEMBERED || this.#corrections.size > MAX_REMEMBERED
    if (version === this.#dataVersion && !isFull) return
    this.#dataVersion = version
    this.#sections.clear()
    this.#corrections.clear()
  }
}

const MIN_CORRECTED = 5
const NEARLY_UNKNOWN = 4
/** A word that is in fewer sections may be a mistake itself. */
const MIN_SECTIONS = 3
const MUCH_MORE = 10
/** Typing mistakes in the first letter are rare. */
const SAME_BEGINNING = 5
const MIN_TWO_EDITS = 9
const SAME_LETTERS = 3
const MAX_REMEMBERED = 5_000
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

function prepareWords(db: Database) {
  const vocabulary = once(() =>
    db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab('main', 'fts', 'row')"),
  )
  const over = <T>(prepare: () => T) =>
    once(() => {
      vocabulary()
      return prepare()
    })
  return {
    dataVersion: once(() => db.prepare<[], number>('PRAGMA data_version').pluck()),
    sectionsWith: over(() =>
      db.prepare<[string], number>('SELECT doc FROM temp.words WHERE term = ?').pluck(),
    ),
    between: over(() =>
      db
        .prepare<[string, string], readonly [term: string, sections: number]>(
          'SELECT term, doc FROM temp.words WHERE term >= ? AND term < ?',
        )
        .raw(),
    ),
    prefix: over(() =>
      db
        .prepare<[string, string], string>('SELECT term FROM temp.words WHERE term >= ? AND term < ? LIMIT 1')
        .pluck(),
    ),
    sectionsOf: once(() =>
      db.prepare<[string], number>('SELECT rowid FROM fts WHERE fts MATCH ? LIMIT 20').pluck(),
    ),
    sectionText: once(() =>
      db
        .prepare<[number, number], string | null>(
          `SELECT substr(text, json_extract(outline, '$[' || CAST(? AS INTEGER) || '][2]') + 1, 10000) FROM texts WHERE doc = ?`,
        )
        .pluck(),
    ),
  }
}

/** Returns the words that differ from `word` by one letter, or by two letters that changed places. */
function oneEdit(word: string): Set<string> {
  const found = new Set<string>()
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at)
    const rest = word.slice(at)
    if (rest !== '') found.add(before + rest.slice(1))
    if (rest.length > 1) found.add(before + rest.charAt(1) + rest.charAt(0) + rest.slice(2))
    for (const letter of LETTERS) {
      found.add(before + letter + rest)
      if (rest !== '') found.add(before + letter + rest.slice(1))
    }
  }
  found.delete(word)
  return found
}

/** Returns the number of edits between two words, with two letters that changed places as one; `limit + 1` beyond the limit. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1)
      row.push(edits)
      least = Math.min(least, edits)
    }
    if (least > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
