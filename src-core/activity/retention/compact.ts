import type { Database } from 'better-sqlite3'
import type { RequestType } from '../request-type.ts'
import { indexedText, indexedWords, searchedText } from '../search-text.ts'
import { bytesOf, type PackedSegment, pack, type SegmentRow } from '../segments/segment.ts'

/** The requests of a full segment. Compacting them takes about ten milliseconds. */
export const SEGMENT_ROWS = 512

/** The `seq` that is stored with a word is at most this much older than the last request with the word. */
export const WORD_SEEN_EVERY = 65_536
const MAX_NOTED_WORDS = 20_000

interface CompactedRow extends Omit<SegmentRow, 'type' | 'parts'>, RequestType {
  readonly typeId: number
  /** JSON array. */
  readonly parts: string | null
  readonly question: string
  readonly summary: string
  readonly message: string | null
}

/** Puts requests into segments and the text index. To be used inside a write transaction. */
export interface Compactor {
  /** Compacts the next {@link SEGMENT_ROWS} requests, if there are at least `least`. Returns how many. */
  compact(least: number): number
  /** Rebuilds a segment from the requests that still exist, and takes the deleted ones out of the text index. */
  rebuild(first: number, last: number, deleted: readonly number[]): void
}

export function prepareCompactor(db: Database): Compactor {
  const bounds = db.prepare<[], { readonly compactedUpTo: number; readonly clearedUpTo: number }>(
    'SELECT sealed AS compactedUpTo, floor AS clearedUpTo FROM state',
  )
  const newest = db.prepare<[], number | null>('SELECT max(seq) FROM requests').pluck()
  const rowsBetween = db.prepare<[number, number, number], CompactedRow>(`
    SELECT r.seq, r.at, r.kind AS typeId, r.session, r.gap, r.asked AS question, r.summary, r.message, r.micros, r.bytes,
      d.touched AS parts, k.client, k.client_version AS clientVersion, k.protocol_version AS protocolVersion, k.transport,
      k.method, k.tool, k.status, k.cache, k.code
    FROM requests r JOIN kinds k ON k.id = r.kind LEFT JOIN details d ON d.seq = r.seq
    WHERE r.seq BETWEEN ? AND ? ORDER BY r.seq LIMIT ?`)
  const standardOf = db.prepare<[number], number>('SELECT standard FROM parts WHERE id = ?').pluck()
  const addWords = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const deleteWords = db.prepare('DELETE FROM words WHERE rowid = ?')
  const addSegment = db.prepare(`
    INSERT INTO chunks (first, last, count, min_at, max_at, kinds, gaps, numbers, touches)
    VALUES (@first, @last, @count, @minAt, @maxAt, @types, @gaps, @numbers, @references)`)
  const deleteSegment = db.prepare('DELETE FROM chunks WHERE first = ?')
  const setCompacted = db.prepare('UPDATE state SET sealed = ?')
  const words = prepareWordList(db)

  function standardsOf(parts: readonly number[]): Set<number> {
    return new Set(parts.flatMap((part) => standardOf.get(part) ?? []))
  }

  function put(packed: PackedSegment): void {
    addSegment.run({ ...packed, types: bytesOf(packed.types) })
  }

  return {
    compact(least) {
      const { compactedUpTo, clearedUpTo } = bounds.get() ?? { compactedUpTo: 0, clearedUpTo: 0 }
      const after = Math.max(compactedUpTo, clearedUpTo)
      const until = newest.get() ?? 0
      if (until - after < least || until <= after) return 0
      words.begin(compactedUpTo)
      const rows = rowsBetween.all(after + 1, until, SEGMENT_ROWS)
      const segmentRows: SegmentRow[] = []
      for (const row of rows) {
        const segmentRow = segmentRowOf(row)
        segmentRows.push(segmentRow)
        const rowWords = indexedWords(searchedText(row))
        for (const word of rowWords) words.note(word, row.seq)
        const standards = standardsOf(segmentRow.parts)
        addWords.run(row.seq, indexedText(rowWords, { type: row, session: row.session, standards }))
      }
      if (segmentRows.length > 0) put(pack(segmentRows))
      const compacted = segmentRows.at(-1)?.seq ?? until
      words.end(compacted)
      setCompacted.run(compacted)
      return segmentRows.length
    },
    rebuild(first, last, deleted) {
      for (const seq of deleted) deleteWords.run(seq)
      deleteSegment.run(first)
      const rows = rowsBetween.all(first, last, SEGMENT_ROWS)
      if (rows.length > 0) put(pack(rows.map(segmentRowOf)))
    },
  }
}

function segmentRowOf({ seq, at, typeId, session, gap, micros, bytes, parts }: CompactedRow): SegmentRow {
  return {
    seq,
    at,
    type: typeId,
    session,
    gap,
    micros,
    bytes,
    parts: parts === null ? [] : JSON.parse(parts),
  }
}

/** Writes the table of words. Writing every word of every request would take longer than writing the requests. */
function prepareWordList(db: Database) {
  const addWord = db.prepare(
    'INSERT INTO terms (word, seen) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET seen = max(seen, excluded.seen)',
  )
  /** The `seq` with which this process wrote a word last. */
  const noted = new Map<string, number>()
  let notedUpTo = 0
  return {
    /** @param compactedUpTo as of the beginning of the transaction */
    begin(compactedUpTo: number): void {
      // Noted words are missing in the table when the transaction that wrote them was rolled back, unless another process
      // has compacted the same requests since.
      if (compactedUpTo < notedUpTo) noted.clear()
      notedUpTo = Number.POSITIVE_INFINITY
    },
    note(word: string, seq: number): void {
      const seen = noted.get(word)
      if (seen !== undefined && seq - seen < WORD_SEEN_EVERY) return
      if (noted.size >= MAX_NOTED_WORDS) noted.clear()
      noted.set(word, seq)
      addWord.run(word, seq)
    },
    end(compactedUpTo: number): void {
      notedUpTo = compactedUpTo
    },
  }
}
