import type { Database, Statement } from 'better-sqlite3'
import type { Bounds } from './scan-segment.ts'

// With more words, the expression takes longer than FTS5 takes to merge the rows of the prefix.
const MAX_EXPANDED = 200
// A `seq` below 2^30 is passed as two characters of 15 bits, which are no surrogates.
const RADIX = 32_768
// better-sqlite3 binds numbers as REAL, and for a REAL bound FTS5 would read from the first row on.
const BETWEEN = 'BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)'

/** Queries of the text index, which holds compacted requests. */
export class TextIndex {
  readonly #findNewest: Statement<[string, number, number, number], string | null>
  readonly #findOldest: Statement<[string, number, number, number], string | null>
  readonly #count: Statement<[string, number, number], number>
  readonly #wordsBetween: Statement<[string, string, number], string>

  constructor(db: Database) {
    // One result row for all matches is five times as fast as a row for each.
    const find = (order: 'ASC' | 'DESC') =>
      db
        .prepare<[string, number, number, number], string | null>(
          `SELECT group_concat(char(1 + rowid / ${RADIX}, 1 + rowid % ${RADIX}), '') FROM (
             SELECT rowid FROM words WHERE words MATCH ? AND rowid ${BETWEEN} ORDER BY rowid ${order} LIMIT ?)`,
        )
        .pluck()
    this.#findNewest = find('DESC')
    this.#findOldest = find('ASC')
    this.#count = db
      .prepare<[string, number, number], number>(
        `SELECT count(*) FROM words WHERE words MATCH ? AND rowid ${BETWEEN}`,
      )
      .pluck()
    this.#wordsBetween = db
      .prepare<[string, string, number], string>(
        'SELECT word FROM terms WHERE word >= ? AND word < ? LIMIT ?',
      )
      .pluck()
  }

  /** The `seq` of up to `limit` matches. */
  find(expression: string, { low, high, newestFirst }: Bounds, limit: number): Uint32Array {
    const statement = newestFirst ? this.#findNewest : this.#findOldest
    const digits = statement.get(expression, low, high, limit) ?? ''
    const seqs = new Uint32Array(digits.length / 2)
    for (let index = 0; index < seqs.length; index++) {
      seqs[index] = (digits.charCodeAt(2 * index) - 1) * RADIX + digits.charCodeAt(2 * index + 1) - 1
    }
    return seqs
  }

  /** The number of matches with a `seq` from `low` to `high`. */
  count(expression: string, low: number, high: number): number {
    return this.#count.get(expression, low, high) ?? 0
  }

  /** The indexed words with a prefix; `null` when there are more than `MAX_EXPANDED`. */
  expandPrefix(prefix: string): readonly string[] | null {
    const words = this.#wordsBetween.all(prefix, `${prefix}\u{10ffff}`, MAX_EXPANDED + 1)
    return words.length > MAX_EXPANDED ? null : words
  }
}
