import type { Database, Statement } from 'better-sqlite3'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { prepareErrors } from '../errors/error-groups.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { prepareSegments } from '../segments/segments.ts'
import { type Compactor, prepareCompactor, SEEN_EVERY } from './compact.ts'

/** The statements that take away what is too old, too much or cleared. Each in a transaction of its own, some ms long. */
export interface Retention {
  readonly sealer: Compactor
  /** Takes the turn, unless somebody had it less than `every` milliseconds ago. */
  takeTurn(now: number, every: number): boolean
  /** True when any of the others would find something to do. */
  isNeeded(keep: Settings['activity'], now: number): boolean
  /** Seals also a few rows, when they are so old that they have to go. */
  sealOld(before: number): boolean
  /** Deletes rows from one chunk. Returns how many rows; 0: there is nothing left to do. */
  removeSome(keep: Settings['activity'], now: number): number
  /** Deletes some rows that were cleared. Returns how many. */
  removeCleared(): number
  /** Takes away names that no row has any more. */
  removeNames(before: number): void
  /** Hides every row and forgets every session that ended. Returns how many requests that were. */
  clear(): number
  /** Gives some free pages back to the disk. False: there are none. Not inside a transaction. */
  shrink(): boolean
}

const STEP = 512
const PAGES = 256
const DAY_MS = 86_400_000

export function prepareRetention(db: Database): Retention {
  const state = prepareState(db)
  const sealer = prepareCompactor(db)
  const errors = prepareErrors(db)
  const clean = prepareCleaning(db)
  const setTended = db.prepare('UPDATE state SET tended_at = ?')
  const oldestUnsealed = db
    .prepare<[], number | null>(
      'SELECT min(at) FROM requests WHERE seq > (SELECT max(sealed, floor) FROM state)',
    )
    .pluck()
  const oldChunk = db.prepare<[number], { first: number; last: number }>(
    'SELECT first, last FROM chunks WHERE min_at < ? ORDER BY first LIMIT 1',
  )
  const firstChunk = db.prepare<[], { first: number; last: number }>(
    'SELECT first, last FROM chunks ORDER BY first LIMIT 1',
  )
  const oldRows = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM requests WHERE seq BETWEEN ? AND ? AND at < ?',
    )
    .pluck()
  const firstRows = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM requests WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?',
    )
    .pluck()
  const clearedRows = db
    .prepare<[number, number], number>('SELECT seq FROM requests WHERE seq <= ? ORDER BY seq LIMIT ?')
    .pluck()
  const removeRow = db.prepare('DELETE FROM requests WHERE seq = ?')
  const removeDetail = db.prepare('DELETE FROM details WHERE seq = ?')
  const removeWords = db.prepare('DELETE FROM words WHERE rowid = ?')
  const dropChunks = db.prepare('DELETE FROM chunks WHERE last <= ?')
  const changeRows = db.prepare('UPDATE state SET rows = rows - ?, epoch = epoch + 1, tended_at = ?')
  const hide = db.prepare(`
    UPDATE state SET floor = (SELECT coalesce(max(seq), floor) FROM requests), rows = 0, epoch = epoch + 1,
      cleared = cleared + 1, sessions = sessions + 1, gaps = gaps + 1`)
  const endedSessions = db.prepare(
    'DELETE FROM sessions WHERE ended IS NOT NULL AND NOT EXISTS (SELECT 1 FROM requests WHERE session = sessions.id AND seq > (SELECT floor FROM state))',
  )

  function removeRows(seqs: readonly number[]): void {
    for (const seq of seqs) {
      removeRow.run(seq)
      removeDetail.run(seq)
    }
  }

  return {
    sealer,
    takeTurn(now, every) {
      const last = state().tendedAt
      // A time to come was written by a clock that was ahead.
      if (last <= now && now - last < every) return false
      setTended.run(now)
      return true
    },
    isNeeded(keep, now) {
      const { rows, floor } = state()
      const oldest = now - keep.keepDays * DAY_MS
      return (
        rows > keep.keepRows ||
        clearedRows.get(floor, 1) !== undefined ||
        oldChunk.get(oldest) !== undefined ||
        (oldestUnsealed.get() ?? now) < oldest ||
        Number(db.pragma('freelist_count', { simple: true })) > PAGES
      )
    },
    sealOld(before) {
      const oldest = oldestUnsealed.get()
      return oldest != null && oldest < before && sealer.seal(1) > 0
    },
    removeSome(keep, now) {
      const { rows } = state()
      const oldest = now - keep.keepDays * DAY_MS
      const excess = rows - keep.keepRows
      const chunk = excess > 0 ? firstChunk.get() : oldChunk.get(oldest)
      if (!chunk) return 0
      const seqs =
        excess > 0
          ? firstRows.all(chunk.first, chunk.last, Math.min(excess, STEP))
          : oldRows.all(chunk.first, chunk.last, oldest)
      removeRows(seqs)
      sealer.reseal(chunk.first, chunk.last, seqs)
      changeRows.run(seqs.length, now)
      return Math.max(1, seqs.length)
    },
    removeCleared() {
      const { floor, sealed } = state()
      dropChunks.run(floor)
      const seqs = clearedRows.all(floor, STEP)
      removeRows(seqs)
      for (const seq of seqs) if (seq <= sealed) removeWords.run(seq)
      return seqs.length
    },
    removeNames(before) {
      clean(state(), before)
      errors.trim()
    },
    clear() {
      const { rows } = state()
      hide.run()
      endedSessions.run()
      return rows
    },
    shrink() {
      if (Number(db.pragma('freelist_count', { simple: true })) === 0) return false
      db.pragma(`incremental_vacuum(${PAGES})`)
      return true
    },
  }
}

/** Kinds, sessions and gaps without rows. A gap that somebody dismissed is kept: it may be asked for again. */
function prepareCleaning(db: Database): (state: ActivityState, before: number) => void {
  const chunks = prepareSegments(db)
  const ids = (table: string, where: string) =>
    db.prepare<[], number>(`SELECT id FROM ${table} WHERE ${where}`).pluck()
  const remove = (table: string) => db.prepare(`DELETE FROM ${table} WHERE id = ?`)
  const kinds = ids('kinds', '1')
  const gaps = ids('gaps', 'dismissed_at IS NULL')
  const sessions = db
    .prepare<[number], number>(
      'SELECT id FROM sessions WHERE state IS NULL OR (ended IS NOT NULL AND ended_at < ?)',
    )
    .pluck()
  const removeKind = remove('kinds')
  const removeGap = remove('gaps')
  const removeSession = remove('sessions')
  const removeTerms = db.prepare('DELETE FROM terms WHERE seen < ?')
  const changed = db.prepare('UPDATE state SET epoch = epoch + 1, sessions = sessions + ?')

  return (state, before) => {
    const used = { kinds: new Set<number>(), gaps: new Set<number>(), sessions: new Set<number>() }
    for (const chunk of chunks.list(state)) {
      for (let at = 0; at < chunk.kinds.length; at += 2) used.kinds.add(chunk.kinds[at] ?? 0)
      for (const session of chunk.columns().session) used.sessions.add(session)
      const triples = chunk.gaps()
      for (let at = 1; at < triples.length; at += 3) used.gaps.add(triples[at] ?? 0)
    }
    const drop = (found: readonly number[], among: ReadonlySet<number>, statement: Statement<unknown[]>) => {
      const unused = found.filter((id) => !among.has(id))
      for (const id of unused) statement.run(id)
      return unused.length
    }
    const oldest = Math.max(state.floor, (chunks.list(state)[0]?.first ?? 0) - 1)
    removeTerms.run(oldest - SEEN_EVERY)
    const goneSessions = drop(sessions.all(before), used.sessions, removeSession)
    const gone = drop(kinds.all(), used.kinds, removeKind) + drop(gaps.all(), used.gaps, removeGap)
    if (gone + goneSessions > 0) changed.run(goneSessions > 0 ? 1 : 0)
  }
}
