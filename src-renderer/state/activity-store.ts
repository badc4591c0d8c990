import type { RequestFilter, RequestPage, RequestRow } from '../../src-shared/contract/activity.ts'
import type { Bridge, CallError } from '../bridge/bridge.ts'
import {
  indexOf,
  openWindow,
  PAGE,
  prependNew,
  type RowWindow,
  takePage,
  type Want,
  wantFor,
  wantRow,
} from './row-window.ts'

/** What a view of the log shows. */
export interface ActivityState {
  /** `null` until the first page came. */
  readonly window: RowWindow<RequestRow> | null
  /** Rows that fit the filter, without those that wait. */
  readonly count: number
  /** Rows that came while the list was held. */
  readonly waiting: number
  /** Why the newest question failed; the rows that are there stay. */
  readonly error: CallError | null
}

/** Follows the log under a filter: newest on top, any of a million rows by cursor, new rows as they are written. */
export interface ActivityStore {
  get(): ActivityState
  /** It follows the log while somebody listens. */
  subscribe(listener: () => void): () => void
  /** The rows that are in view now. */
  look(start: number, stop: number): void
  /** Brings a row that was chosen elsewhere; gives its index, or -1 where the list does not have it. Never rejects. */
  find(seq: number): Promise<number>
  /** While held (paused, or scrolled away) new rows wait. */
  hold(held: boolean): void
  /** Shows what waits and starts again at the top. */
  showNewest(): Promise<void>
}

/** New rows fetched at a time, and those that wait at most; beyond, the list is read anew. */
const NEW = 1_000
const WAITING = 5_000

export function openActivityStore(
  bridge: Bridge,
  filter: RequestFilter,
  {
    most,
    onShift,
  }: {
    /** Rows that the list takes itself to have at most; more lie closer together for its scroll bar. */
    readonly most: number
    /** Told by how many rows those in view moved down, so that the eye can be moved along. */
    readonly onShift: (rows: number) => void
  },
): ActivityStore {
  const listeners = new Set<() => void>()
  let view: ActivityState = { window: null, count: 0, waiting: 0, error: null }
  let waiting: readonly RequestRow[] = []
  let tooMany = false
  let held = false
  let closed = false
  let range = { start: 0, stop: 0 }
  let paging = false
  let catching = false
  let catchAgain = false
  /** Grows when reading from the top begins and ends: answers to what was asked before fit another window. */
  let era = 0
  let reading = false
  let missedMeanwhile = false
  let stop = (): void => {}

  function show(next: Partial<ActivityState>): void {
    if (closed) return
    view = { ...view, ...next }
    for (const listener of listeners) listener()
  }

  async function readTop(): Promise<void> {
    era += 1
    const own = era
    reading = true
    try {
      // One question: rows that are written between two would be counted, and counted again when they are shown.
      const page = await bridge.call('activity.page', { filter: copyOf(filter), limit: PAGE, counted: true })
      const count = page.count ?? page.rows.length
      if (own !== era) return
      era += 1
      reading = false
      waiting = []
      tooMany = false
      show({ window: openWindow(page, Math.min(count, most)), count, waiting: 0, error: null })
    } catch (error) {
      if (own !== era) return
      reading = false
      show({ error: error as CallError })
      return
    }
    if (missedMeanwhile) void catchUp()
  }

  function ask(want: Want): Promise<RequestPage> {
    return bridge.call('activity.page', { filter: copyOf(filter), limit: PAGE, ...cursorOf(want) })
  }

  /** Fetches what is in view and not held, one question at a time. */
  async function page(): Promise<void> {
    if (paging) return
    paging = true
    try {
      for (let turn = 0; turn < 20 && view.window && !closed; turn += 1) {
        const own = era
        const { start, stop } = range
        const want = wantFor(view.window, start, stop)
        if (!want) break
        const answer = await ask(want)
        if (own !== era || !view.window) continue
        const taken = takePage(view.window, want, answer, start)
        show({ window: taken.window, error: null })
        if (taken.shift !== 0) {
          range = { start: range.start + taken.shift, stop: range.stop + taken.shift }
          onShift(taken.shift)
        }
      }
    } catch (error) {
      show({ error: error as CallError })
    } finally {
      paging = false
    }
  }

  async function find(seq: number): Promise<number> {
    if (!view.window) return -1
    const held = indexOf(view.window, seq)
    if (held >= 0) return held
    const { want, start } = wantRow(view.window, seq)
    const own = era
    try {
      const answer = await ask(want)
      if (own !== era || !view.window || answer.rows[0]?.seq !== seq) return -1
      // Pages that are on their way belong to other rows.
      era += 1
      const { window } = takePage(view.window, want, answer, start)
      show({ window, error: null })
      return indexOf(window, seq)
    } catch (error) {
      show({ error: error as CallError })
      return -1
    }
  }

  /** Fetches the rows that were written since the newest that is known. */
  async function catchUp(): Promise<void> {
    missedMeanwhile = reading
    if (reading) return
    if (catching) {
      catchAgain = true
      return
    }
    catching = true
    try {
      do {
        catchAgain = false
        const own = era
        const known = waiting[0]?.seq ?? view.window?.newest
        if (!view.window || known === undefined || tooMany) break
        const answer = await bridge.call('activity.page', {
          filter: copyOf(filter),
          after: known,
          limit: NEW,
        })
        if (own !== era || !view.window) continue
        take(answer.rows)
        catchAgain ||= answer.newer
      } while (catchAgain && !closed)
    } catch (error) {
      show({ error: error as CallError })
    } finally {
      catching = false
    }
  }

  function showNew(window: RowWindow<RequestRow>, rows: readonly RequestRow[]): void {
    const next = prependNew(window, rows)
    const came = next.total - window.total
    show({ window: next, count: view.count + came, waiting: waiting.length, error: null })
  }

  function take(rows: readonly RequestRow[]): void {
    if (rows.length === 0 || !view.window) return
    if (!held) {
      showNew(view.window, rows)
      return
    }
    waiting = [...rows, ...waiting]
    tooMany = waiting.length > WAITING
    show({ waiting: waiting.length, error: null })
  }

  function start(): () => void {
    closed = false
    const unsubscribe = bridge.subscribe('requests', ({ rows, cleared, missed }) => {
      if (cleared || !(view.window || reading)) void readTop()
      else if (missed || rows.length > 0) void catchUp()
    })
    const unwatch = bridge.onConnection(() => {
      if (bridge.connection().state !== 'online') return
      if (view.window) void catchUp()
      else void readTop()
    })
    if (view.window) void catchUp()
    else void readTop()
    return () => {
      closed = true
      unsubscribe()
      unwatch()
    }
  }

  return {
    get: () => view,
    subscribe(listener) {
      if (listeners.size === 0) stop = start()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    look(start, stop) {
      range = { start, stop }
      void page()
    },
    find,
    hold(next) {
      held = next
      if (held || waiting.length === 0 || !view.window) return
      // Nobody lets go but at the top, which may not be what is held.
      if (tooMany || view.window.top > 0) {
        void readTop()
        return
      }
      const rows = waiting
      waiting = []
      showNew(view.window, rows)
    },
    showNewest: readTop,
  }
}

function cursorOf(want: Want): { before: number } | { after: number } {
  return 'before' in want ? { before: Math.max(0, want.before) } : { after: Math.max(0, want.after) }
}

/** The contract's lists can be written to, ours cannot. */
function copyOf({ clients, tools, statuses, cache, ...rest }: RequestFilter) {
  return {
    ...rest,
    clients: clients && [...clients],
    tools: tools && [...tools],
    statuses: statuses && [...statuses],
    cache: cache && [...cache],
  }
}
