import type { Database, Statement } from 'better-sqlite3'
import type { RequestRow } from '../../../src-shared/contract/activity.ts'
import { watchDatabase } from '../../base/watch-database.ts'
import type { ActivityChanges } from '../activity.ts'
import { ActivityFile, type ActivityFileOptions } from '../file/activity-file.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { prepareRequestReader, type RequestReader } from './request-rows.ts'

interface TailStatements {
  /** Changes when another connection has written. */
  readonly dataVersion: Statement<[], number>
  readonly state: () => ActivityState
  readonly requests: RequestReader
}

/** How far the file was read. */
interface Position {
  /** The connection that read it; a new one for a file that was replaced. `null`: none yet. */
  readonly statements: TailStatements | null
  /** -1: there is more to read. */
  readonly dataVersion: number
  readonly state: ActivityState | null
  readonly seq: number
}

const NOTHING_READ: Position = { statements: null, dataVersion: -1, state: null, seq: 0 }

/** Where writes are not reported. */
const POLL_INTERVAL_MS = 50
/** The most rows of one notification; the others follow in the next. */
const MAX_ROWS = 5_000

/**
 * Notifies subscribers of what any process writes, this one included. It has a connection of its own, because SQLite's
 * `data_version` does not change for the writes of the same connection.
 */
export class Tail {
  readonly #file: ActivityFile<TailStatements>
  readonly #options: ActivityFileOptions
  readonly #listeners = new Set<(changes: ActivityChanges) => void>()
  #position = NOTHING_READ
  #endWatch: (() => void) | null = null

  constructor(options: ActivityFileOptions) {
    this.#options = options
    this.#file = new ActivityFile(options, (db: Database) => ({
      dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(),
      state: prepareState(db),
      requests: prepareRequestReader(db),
    }))
  }

  /** Subscribes to changes from now on. Returns an unsubscribe function, which is idempotent. */
  follow(listener: (changes: ActivityChanges) => void): () => void {
    // A new function for each call, so that the same listener can subscribe twice.
    const subscription = (changes: ActivityChanges) => listener(changes)
    if (this.#listeners.size === 0) {
      this.#position = this.#currentPosition()
      this.#endWatch = watchDatabase(this.#options.file, () => this.#readNew(), POLL_INTERVAL_MS)
    }
    this.#listeners.add(subscription)
    return () => {
      this.#listeners.delete(subscription)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  close(): void {
    this.#listeners.clear()
    this.#stop()
  }

  #stop(): void {
    this.#endWatch?.()
    this.#endWatch = null
    this.#position = { ...this.#position, statements: null }
    this.#file.close()
  }

  #currentPosition(): Position {
    try {
      return this.#file.read((statements) => {
        const state = statements.state()
        return {
          statements,
          dataVersion: statements.dataVersion.get() ?? -1,
          state,
          seq: Math.max(statements.requests.newest(), state.clearedUpTo),
        }
      })
    } catch {
      // There may be a file later, and then all of it is new.
      return NOTHING_READ
    }
  }

  #readNew(): void {
    let changes: ActivityChanges | null = null
    try {
      changes = this.#file.read((statements) => {
        const step = readChanges(this.#position, statements)
        this.#position = step.position
        return step.changes
      })
    } catch {
      return
    }
    if (!changes) return
    for (const listener of [...this.#listeners]) {
      try {
        listener(changes)
      } catch (error) {
        this.#options.log('error', `A listener to the activity failed: ${String(error)}`)
      }
    }
  }
}

/** Reads what was written since `position`. `changes` is `null` when nothing was. */
function readChanges(
  position: Position,
  statements: TailStatements,
): { readonly position: Position; readonly changes: ActivityChanges | null } {
  const isNewConnection = statements !== position.statements
  const dataVersion = statements.dataVersion.get() ?? -1
  if (!isNewConnection && dataVersion === position.dataVersion) return { position, changes: null }
  const before = position.state
  const state = statements.state()
  // A replacement has sequence numbers and counters of its own.
  const isReplaced =
    isNewConnection &&
    (statements.requests.newest() < position.seq || (before !== null && isOlder(state, before)))
  const seq = Math.max(isReplaced ? 0 : position.seq, state.clearedUpTo)
  const rows: readonly RequestRow[] = statements.requests.after(seq, MAX_ROWS)
  const hasChanged = (counter: 'sessions' | 'errors' | 'gaps') =>
    isReplaced || state[counter] !== (before?.[counter] ?? 0)
  const changes: ActivityChanges = {
    rows,
    cleared: before !== null && (isReplaced || state.cleared !== before.cleared),
    sessions: hasChanged('sessions'),
    errors: hasChanged('errors'),
    gaps: hasChanged('gaps'),
  }
  return {
    position: {
      statements,
      // After a full page, the next poll must read although the file may not change until then.
      dataVersion: rows.length === MAX_ROWS ? -1 : dataVersion,
      state,
      seq: rows.at(-1)?.seq ?? seq,
    },
    changes: isEmpty(changes) ? null : changes,
  }
}

function isEmpty({ rows, cleared, sessions, errors, gaps }: ActivityChanges): boolean {
  return rows.length === 0 && !cleared && !sessions && !errors && !gaps
}

/** True when `state` cannot be a later state of the same file as `other`, because a counter is lower. */
function isOlder(state: ActivityState, other: ActivityState): boolean {
  return (
    state.cleared < other.cleared ||
    state.sessions < other.sessions ||
    state.errors < other.errors ||
    state.gaps < other.gaps ||
    state.epoch < other.epoch
  )
}
