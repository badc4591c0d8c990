import type { Database, Statement } from 'better-sqlite3'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { type ErrorWriter, prepareErrors } from '../errors/error-groups.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { SegmentReader } from '../segments/segment-reader.ts'
import { type Compactor, prepareCompactor, WORD_SEEN_EVERY } from './compact.ts'

type Limits = Settings['activity']

const ROWS_PER_STEP = 512
const PAGES_PER_STEP = 256
const DAY_MS = 86_400_000

/** The time from which on requests are retained. */
export function retainedFrom({ keepDays }: Limits, now: number): number {
  return now - keepDays * DAY_MS
}

export type Retention = ReturnType<typeof prepareRetention>

/**
 * The statements that delete requests that are too old, too many or cleared. Each function but `shrink` is to be called in a
 * write transaction of its own, and takes some milliseconds.
 */
export function prepareRetention(db: Database) {
  const state = prepareState(db)
  const compactor = prepareCompactor(db)
  const expired = prepareExpired(db)
  const deletion = prepareDeletion(db, compactor)
  const unused = prepareUnused(db, prepareErrors(db))
  const setMaintained = db.prepare('UPDATE state SET tended_at = ?')
  const freePages = () => Number(db.pragma('freelist_count', { simple: true }))

  return {
    compactor,
    /** Claims the maintenance for this process, unless one worked on it less than `interval` milliseconds ago. */
    claim(now: number, interval: number): boolean {
      const { maintainedAt } = state()
      // A time in the future was written before the clock was set back.
      if (maintainedAt <= now && now - maintainedAt < interval) return false
      setMaintained.run(now)
      return true
    },
    /** True when any of the functions below would find something to do. */
    isNeeded(limits: Limits, now: number): boolean {
      const { rows, clearedUpTo } = state()
      const before = retainedFrom(limits, now)
      return (
        rows > limits.keepRows ||
        deletion.hasCleared(clearedUpTo) ||
        expired.segment(before) !== undefined ||
        expired.isUncompacted(before) ||
        freePages() > PAGES_PER_STEP
      )
    },
    /** Compacts requests from before `before`, as only compacted requests are deleted. Returns true if there were any. */
    compactExpired(before: number): boolean {
      return expired.isUncompacted(before) && compactor.compact(1) > 0
    },
    /** Deletes requests of one segment. Returns false when there is nothing left to delete. */
    deleteExpired(limits: Limits, now: number): boolean {
      const before = retainedFrom(limits, now)
      const excess = state().rows - limits.keepRows
      const segment = excess > 0 ? expired.firstSegment() : expired.segment(before)
      if (!segment) return false
      const seqs =
        excess > 0
          ? expired.firstRows(segment, Math.min(excess, ROWS_PER_STEP))
          : expired.rows(segment, before)
      deletion.deleteFromSegment(segment, seqs, now)
      return true
    },
    /** Deletes some requests that were cleared. Returns false when there are none left. */
    deleteCleared(): boolean {
      const { clearedUpTo, compactedUpTo } = state()
      return deletion.deleteCleared(clearedUpTo, compactedUpTo)
    },
    /** Deletes request types, sessions, gaps and words that no request has any more, and surplus error groups. */
    deleteUnused(before: number): void {
      unused.delete(state(), before)
    },
    /** Hides every request, and deletes every session that has ended. Returns the number of requests. */
    clear(): number {
      const { rows } = state()
      deletion.clear()
      return rows
    },
    /** Returns some free pages to the disk; false when there are none. Not to be called in a transaction. */
    shrink(): boolean {
      if (freePages() === 0) return false
      db.pragma(`incremental_vacuum(${PAGES_PER_STEP})`)
      return true
    },
  }
}

interface SegmentRange {
  readonly first: number
  readonly last: number
}

/** Finds requests that are too old, or the oldest. */
function prepareExpired(db: Database) {
  const oldestUncompacted = db
    .prepare<[], number | null>(
      'SELECT min(at) FROM requests WHERE seq > (SELECT max(sealed, floor) FROM state)',
    )
    .pluck()
  const expiredSegment = db.prepare<[number], SegmentRange>(
    'SELECT first, last FROM chunks WHERE min_at < ? ORDER BY first LIMIT 1',
  )
  const firstSegment = db.prepare<[], SegmentRange>('SELECT first, last FROM chunks ORDER BY first LIMIT 1')
  const expiredRows = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM requests WHERE seq BETWEEN ? AND ? AND at < ?',
    )
    .pluck()
  const firstRows = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM requests WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?',
    )
    .pluck()
  return {
    isUncompacted(before: number): boolean {
      const oldest = oldestUncompacted.get()
      return oldest != null && oldest < before
    },
    segment: (before: number) => expiredSegment.get(before),
    firstSegment: () => firstSegment.get(),
    rows: ({ first, last }: SegmentRange, before: number) => expiredRows.all(first, last, before),
    firstRows: ({ first, last }: SegmentRange, limit: number) => firstRows.all(first, last, limit),
  }
}

/** Deletes requests. */
function prepareDeletion(db: Database, compactor: Compactor) {
  const clearedRows = db
    .prepare<[number, number], number>('SELECT seq FROM requests WHERE seq <= ? ORDER BY seq LIMIT ?')
    .pluck()
  const deleteRequest = db.prepare('DELETE FROM requests WHERE seq = ?')
  const deleteDetails = db.prepare('DELETE FROM details WHERE seq = ?')
  const deleteWords = db.prepare('DELETE FROM words WHERE rowid = ?')
  const deleteSegments = db.prepare('DELETE FROM chunks WHERE last <= ?')
  const countDeleted = db.prepare('UPDATE state SET rows = rows - ?, epoch = epoch + 1, tended_at = ?')
  const hide = db.prepare(`
    UPDATE state SET floor = (SELECT coalesce(max(seq), floor) FROM requests), rows = 0, epoch = epoch + 1,
      cleared = cleared + 1, sessions = sessions + 1, gaps = gaps + 1`)
  const deleteEndedSessions = db.prepare(
    'DELETE FROM sessions WHERE ended IS NOT NULL AND NOT EXISTS (SELECT 1 FROM requests WHERE session = sessions.id AND seq > (SELECT floor FROM state))',
  )

  function deleteRequests(seqs: readonly number[]): void {
    for (const seq of seqs) {
      deleteRequest.run(seq)
      deleteDetails.run(seq)
    }
  }

  return {
    hasCleared: (clearedUpTo: number) => clearedRows.get(clearedUpTo, 1) !== undefined,
    deleteFromSegment({ first, last }: SegmentRange, seqs: readonly number[], now: number): void {
      deleteRequests(seqs)
      compactor.rebuild(first, last, seqs)
      countDeleted.run(seqs.length, now)
    },
    deleteCleared(clearedUpTo: number, compactedUpTo: number): boolean {
      deleteSegments.run(clearedUpTo)
      const seqs = clearedRows.all(clearedUpTo, ROWS_PER_STEP)
      deleteRequests(seqs)
      for (const seq of seqs) if (seq <= compactedUpTo) deleteWords.run(seq)
      return seqs.length > 0
    },
    clear(): void {
      hide.run()
      deleteEndedSessions.run()
    },
  }
}

/**
 * Deletes request types, sessions and gaps without requests. A gap that was dismissed stays, so that it is dismissed when it
 * occurs again.
 */
function prepareUnused(db: Database, errors: ErrorWriter) {
  const segments = new SegmentReader(db)
  const idsOf = (table: string, condition: string) =>
    db.prepare<[], number>(`SELECT id FROM ${table} WHERE ${condition}`).pluck()
  const deleteFrom = (table: string) => db.prepare(`DELETE FROM ${table} WHERE id = ?`)
  const types = idsOf('kinds', '1')
  const gaps = idsOf('gaps', 'dismissed_at IS NULL')
  const sessions = db
    .prepare<[number], number>(
      'SELECT id FROM sessions WHERE state IS NULL OR (ended IS NOT NULL AND ended_at < ?)',
    )
    .pluck()
  const deleteType = deleteFrom('kinds')
  const deleteGap = deleteFrom('gaps')
  const deleteSession = deleteFrom('sessions')
  const deleteWords = db.prepare('DELETE FROM terms WHERE seen < ?')
  const countDeleted = db.prepare('UPDATE state SET epoch = epoch + 1, sessions = sessions + ?')

  function usedIds(state: ActivityState) {
    const used = { types: new Set<number>(), gaps: new Set<number>(), sessions: new Set<number>() }
    for (const segment of segments.list(state)) {
      for (let at = 0; at < segment.types.length; at += 2) used.types.add(segment.types[at] ?? 0)
      for (const session of segment.columns().session) used.sessions.add(session)
      const triples = segment.gaps()
      for (let at = 1; at < triples.length; at += 3) used.gaps.add(triples[at] ?? 0)
    }
    return used
  }

  /** Returns the number of deleted rows. */
  function deleteOthers(
    ids: readonly number[],
    used: ReadonlySet<number>,
    statement: Statement<unknown[]>,
  ): number {
    const unused = ids.filter((id) => !used.has(id))
    for (const id of unused) statement.run(id)
    return unused.length
  }

  return {
    /** @param before sessions that ended later stay */
    delete(state: ActivityState, before: number): void {
      const used = usedIds(state)
      const oldest = Math.max(state.clearedUpTo, (segments.list(state)[0]?.first ?? 0) - 1)
      deleteWords.run(oldest - WORD_SEEN_EVERY)
      const endedSessions = deleteOthers(sessions.all(before), used.sessions, deleteSession)
      const others =
        deleteOthers(types.all(), used.types, deleteType) + deleteOthers(gaps.all(), used.gaps, deleteGap)
      if (others + endedSessions > 0) countDeleted.run(endedSessions > 0 ? 1 : 0)
      errors.deleteSurplus()
    },
  }
}
