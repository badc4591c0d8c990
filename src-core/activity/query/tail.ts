import type { Database, Statement } from 'better-sqlite3'
import type { RequestRow } from '../../../src-shared/contract/activity.ts'
import type { ActivityNews } from '../activity.ts'
import { type ActivityFile, type ActivityFileOptions, openActivityFile } from '../file/activity-file.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { prepareRows, type RowReader } from './rows.ts'

/** Tells what any process wrote, this one included, while somebody listens. */
export interface Tail {
  /** Listens from now on. Returns what ends it. */
  follow(listener: (news: ActivityNews) => void): () => void
  close(): void
}

interface TailStore {
  readonly version: Statement<[], number>
  readonly state: () => ActivityState
  readonly rows: RowReader
}

const POLL_MS = 50
// One telling's worth; the rest comes in the next.
const MOST_ROWS = 5_000

export function openTail(options: ActivityFileOptions): Tail {
  const file: ActivityFile<TailStore> = openActivityFile(options, (db: Database) => ({
    version: db.prepare<[], number>('PRAGMA data_version').pluck(),
    state: prepareState(db),
    rows: prepareRows(db),
  }))
  const listeners = new Set<(news: ActivityNews) => void>()
  let timer: NodeJS.Timeout | undefined
  let store: TailStore | null = null
  let version = -1
  let seen: ActivityState | null = null
  let last = 0

  /** What is there already is no news. */
  function begin(): void {
    try {
      file.ask((opened) => {
        store = opened
        version = opened.version.get() ?? -1
        seen = opened.state()
        last = newestOf(opened)
      })
    } catch {
      // It may come: everything in it is news then.
      seen = null
      last = 0
    }
  }

  function newestOf({ rows, state }: TailStore): number {
    return Math.max(rows.newest(), state().floor)
  }

  function look(): void {
    let news: ActivityNews | null = null
    try {
      news = file.ask(read)
    } catch {
      return
    }
    if (!news) return
    for (const listener of [...listeners]) {
      try {
        listener(news)
      } catch (error) {
        options.log('error', `A follower of the log failed: ${String(error)}`)
      }
    }
  }

  function read(opened: TailStore): ActivityNews | null {
    const replaced = opened !== store
    const now = opened.version.get() ?? -1
    if (!replaced && now === version) return null
    const state = opened.state()
    const before = seen
    const newest = opened.rows.newest()
    // Another file has numbers of its own.
    const other = replaced && (newest < last || (before !== null && isOlder(state, before)))
    const cleared = before !== null && (other || state.cleared !== before.cleared)
    const from = Math.max(other ? 0 : last, state.floor)
    const rows: readonly RequestRow[] = opened.rows.after(from, MOST_ROWS)
    last = rows.at(-1)?.seq ?? from
    store = opened
    // Not all was read: look again although nothing will have changed.
    version = rows.length === MOST_ROWS ? -1 : now
    seen = state
    const changed = (what: 'sessions' | 'errors' | 'gaps') => other || state[what] !== (before?.[what] ?? 0)
    const news: ActivityNews = {
      rows,
      cleared,
      sessions: changed('sessions'),
      errors: changed('errors'),
      gaps: changed('gaps'),
    }
    return rows.length > 0 || cleared || news.sessions || news.errors || news.gaps ? news : null
  }

  return {
    follow(listener) {
      // A listener of its own, so that the same function can follow twice.
      const own = (news: ActivityNews) => listener(news)
      if (listeners.size === 0) {
        begin()
        timer = setInterval(look, POLL_MS)
        timer.unref()
      }
      listeners.add(own)
      return () => {
        listeners.delete(own)
        if (listeners.size > 0) return
        clearInterval(timer)
        store = null
        file.close()
      }
    },
    close() {
      listeners.clear()
      clearInterval(timer)
      store = null
      file.close()
    },
  }
}

/** True when the counters of one state cannot have come after those of the other. */
function isOlder(state: ActivityState, than: ActivityState): boolean {
  return (
    state.cleared < than.cleared ||
    state.sessions < than.sessions ||
    state.errors < than.errors ||
    state.gaps < than.gaps ||
    state.epoch < than.epoch
  )
}
