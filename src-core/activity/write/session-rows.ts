import type { Database } from 'better-sqlite3'
import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import type { LiveSession } from '../activity.ts'

/** The statements that write sessions. */
export interface SessionWriter {
  /** Writes the newest state of a session of this process; the state `disconnected` ends it. */
  put(session: LiveSession, now: number): void
  /** @param id the row's id */
  setLastCall(id: number, at: number): void
  /** Writes the heartbeat of these sessions of this process. Revives those that were marked as lost. */
  beat(names: readonly string[], now: number): void
  /** Row ids of the sessions that have not ended and whose process is gone. */
  findLost(isGone: (pid: number, beatAt: number) => boolean): readonly number[]
  /** @param ids row ids; sessions that have ended are left as they are */
  markLost(ids: readonly number[]): void
}

export function prepareSessions(db: Database): SessionWriter {
  const put = db.prepare(`
    INSERT INTO sessions (name, transport, client, client_version, protocol_version, state, states, opened_at, ended_at,
      ended, pid, calls, beat_at)
    VALUES (@id, @transport, @client, @clientVersion, @protocolVersion, @state, @states, @openedAt, @endedAt,
      @ended, @pid, @calls, @now)
    ON CONFLICT (name) DO UPDATE SET transport = @transport, client = @client, client_version = @clientVersion,
      protocol_version = @protocolVersion, state = @state, states = @states, opened_at = @openedAt,
      ended_at = @endedAt, ended = @ended, pid = @pid, calls = @calls, beat_at = @now`)
  const setLastCall = db.prepare('UPDATE sessions SET last_call_at = ? WHERE id = ?')
  const revive = db.prepare(
    "UPDATE sessions SET ended = NULL, ended_at = NULL, beat_at = ? WHERE name = ? AND ended = 'lost'",
  )
  const beat = db.prepare('UPDATE sessions SET beat_at = ? WHERE name = ? AND ended IS NULL')
  const live = db.prepare<[], { id: number; pid: number; beatAt: number }>(
    'SELECT id, pid, beat_at AS beatAt FROM sessions WHERE state IS NOT NULL AND ended IS NULL',
  )
  const countChange = db.prepare('UPDATE state SET sessions = sessions + 1')
  const markLost = db.prepare(
    "UPDATE sessions SET ended = 'lost', ended_at = max(opened_at, beat_at, coalesce(last_call_at, 0)) WHERE id = ? AND ended IS NULL",
  )
  return {
    put(session, now) {
      const endedAt = session.states.findLast(({ state }) => state === 'disconnected')?.at ?? now
      const ended = session.state === 'disconnected'
      put.run({
        ...session,
        states: JSON.stringify(session.states),
        endedAt: ended ? endedAt : null,
        ended: ended ? 'closed' : null,
        pid: process.pid,
        now,
      })
    },
    setLastCall: (id, at) => void setLastCall.run(at, id),
    beat(names, now) {
      let revived = 0
      for (const name of names) {
        if (revive.run(now, name).changes > 0) revived++
        else beat.run(now, name)
      }
      if (revived > 0) countChange.run()
    },
    findLost: (isGone) =>
      live
        .all()
        .filter(({ pid, beatAt }) => isGone(pid, beatAt))
        .map(({ id }) => id),
    markLost(ids) {
      for (const id of ids) markLost.run(id)
      if (ids.length > 0) countChange.run()
    },
  }
}

interface SessionRow extends Omit<SessionRecord, 'states'> {
  readonly states: string
}

/** Returns a function that lists live sessions first, then ended ones, each newest first. */
export function prepareSessionList(db: Database): (limit: number) => readonly SessionRecord[] {
  const list = db.prepare<[number], SessionRow>(`
    SELECT name AS id, transport, client, client_version AS clientVersion, protocol_version AS protocolVersion, state,
      states, opened_at AS openedAt, ended_at AS endedAt, ended, pid, calls, last_call_at AS lastCallAt
    FROM sessions WHERE state IS NOT NULL
    ORDER BY ended IS NOT NULL, CASE WHEN ended IS NULL THEN opened_at ELSE ended_at END DESC, id DESC LIMIT ?`)
  return (limit) => list.all(limit).map((row) => ({ ...row, states: JSON.parse(row.states) }))
}
