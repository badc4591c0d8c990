import type { Database } from 'better-sqlite3'
import type { RequestType } from '../request-types.ts'
import { indexedText, indexedWords, searchedText } from '../search-text.ts'
import { type Packed, pack, type SegmentRow } from '../segments/segment.ts'

/** Rows that are put into a chunk at once: about ten milliseconds' work. */
export const SEGMENT_ROWS = 512

// A word is written down again after so many rows; whoever drops old words leaves those that long.
export const SEEN_EVERY = 65_536
const MAX_NOTED = 20_000

interface SealedRow extends Omit<SegmentRow, 'touched'>, RequestType {
  readonly touched: string | null
  readonly asked: string
  readonly summary: string
  readonly message: string | null
}

/** The statements that keep chunks and words in line with the rows. Only inside a transaction that writes. */
export interface Compactor {
  /** Seals the next rows, at least `least` of them or none. Returns how many. */
  seal(least: number): number
  /**
   * Makes the chunk that begins at `first` anew out of the rows of it that are still there, and forgets the words of
   * those that are not.
   */
  reseal(first: number, last: number, removed: readonly number[]): void
}

export function prepareCompactor(db: Database): Compactor {
  const bounds = db.prepare<[], { sealed: number; floor: number }>('SELECT sealed, floor FROM state')
  const newest = db.prepare<[], number | null>('SELECT max(seq) FROM requests').pluck()
  const rows = db.prepare<[number, number, number], SealedRow>(`
    SELECT r.seq, r.at, r.kind, r.session, r.gap, r.asked, r.summary, r.message, r.micros, r.bytes, d.touched,
      k.client, k.client_version AS clientVersion, k.protocol_version AS protocolVersion, k.transport, k.method, k.tool,
      k.status, k.cache, k.code
    FROM requests r JOIN kinds k ON k.id = r.kind LEFT JOIN details d ON d.seq = r.seq
    WHERE r.seq BETWEEN ? AND ? ORDER BY r.seq LIMIT ?`)
  const standardOf = db.prepare<[number], number>('SELECT standard FROM parts WHERE id = ?').pluck()
  const addWords = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const removeWords = db.prepare('DELETE FROM words WHERE rowid = ?')
  const addTerm = db.prepare(
    'INSERT INTO terms (word, seen) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET seen = max(seen, excluded.seen)',
  )
  const addChunk = db.prepare(`
    INSERT INTO chunks (first, last, count, min_at, max_at, kinds, gaps, numbers, touches)
    VALUES (@first, @last, @count, @minAt, @maxAt, @kinds, @gaps, @numbers, @touches)`)
  const removeChunk = db.prepare('DELETE FROM chunks WHERE first = ?')
  const setSealed = db.prepare('UPDATE state SET sealed = ?')

  // Writing down each word of each row would cost more than the rows.
  const noted = new Map<string, number>()
  let notedUpTo = 0
  function noteWord(word: string, seq: number): void {
    const seen = noted.get(word)
    if (seen !== undefined && seq - seen < SEEN_EVERY) return
    if (noted.size >= MAX_NOTED) noted.clear()
    noted.set(word, seq)
    addTerm.run(word, seq)
  }

  function standardsOf(parts: readonly number[]): Set<number> {
    return new Set(parts.flatMap((part) => standardOf.get(part) ?? []))
  }

  function put(packed: Packed): void {
    const { kinds } = packed
    addChunk.run({ ...packed, kinds: new Uint8Array(kinds.buffer, kinds.byteOffset, kinds.byteLength) })
  }

  return {
    seal(least) {
      const { sealed, floor } = bounds.get() ?? { sealed: 0, floor: 0 }
      const from = Math.max(sealed, floor)
      const until = newest.get() ?? 0
      if (until - from < least || until <= from) return 0
      // An attempt that was rolled back took its words with it, unless somebody sealed the same rows since.
      if (sealed < notedUpTo) noted.clear()
      notedUpTo = Number.POSITIVE_INFINITY
      const found = rows.all(from + 1, until, SEGMENT_ROWS)
      const packed: SegmentRow[] = []
      for (const row of found) {
        const touched: number[] = row.touched === null ? [] : JSON.parse(row.touched)
        packed.push({ ...row, touched })
        const signs = { kind: row, session: row.session, standards: standardsOf(touched) }
        const words = indexedWords(searchedText(row))
        for (const word of words) noteWord(word, row.seq)
        addWords.run(row.seq, indexedText(words, signs))
      }
      if (packed.length > 0) put(pack(packed))
      notedUpTo = packed.at(-1)?.seq ?? until
      setSealed.run(notedUpTo)
      return packed.length
    },
    reseal(first, last, removed) {
      for (const seq of removed) removeWords.run(seq)
      removeChunk.run(first)
      const left = rows.all(first, last, SEGMENT_ROWS)
      if (left.length === 0) return
      put(pack(left.map((row) => ({ ...row, touched: row.touched === null ? [] : JSON.parse(row.touched) }))))
    },
  }
}
