import type { RequestFilter, RequestPage, RequestRow } from '../../src-shared/contract/activity.ts'
import type { Bridge, CallError } from '../bridge/bridge.ts'
import { filterInput } from './filter-input.ts'
import {
  addNewRows,
  addPage,
  cursorOfRow,
  indexOfRow,
  nextCursor,
  PAGE_SIZE,
  type PageCursor,
  type RowWindow,
  windowFromPage,
} from './row-window.ts'

/** The requests that a list shows. */
export interface ActivityList {
  /** `null` until the first page is loaded. */
  readonly window: RowWindow<RequestRow> | null
  /** Requests that match the filter, without the waiting ones. */
  readonly count: number
  /** Requests that were written while the list was held. */
  readonly waiting: number
  /** The failure of the newest call; the loaded rows stay. */
  readonly error: CallError | null
}

export interface ActivityStoreOptions {
  /** Largest number of rows in the list. A longer list is scaled down to it, as a scroll bar cannot show more. */
  readonly maxRows: number
  /** Called with the number of rows by which the rows in view moved down, so that the list can scroll along. */
  readonly onShift: (rows: number) => void
}

/** New rows per call. */
const NEW_ROWS = 1_000
/** When more rows than these wait, the list is read again from the top instead of adding them. */
const MAX_WAITING = 5_000
/** Pages fetched for one range. An estimated position takes a few tries; the limit ends tries that do not converge. */
const MAX_PAGES = 20

/**
 * The requests that match a filter, newest first: loads any of a million rows by `seq`, and adds new rows as they are written. It
 * follows the request log while it has a subscriber.
 */
export class ActivityStore {
  readonly #bridge: Bridge
  readonly #filter: RequestFilter
  readonly #options: ActivityStoreOptions
  readonly #listeners = new Set<() => void>()
  #list: ActivityList = { window: null, count: 0, waiting: 0, error: null }
  /** The waiting rows, newest first. */
  #waitingRows: readonly RequestRow[] = []
  /** True when too many rows wait for any more of them to be fetched. */
  #isOverfull = false
  #isHeld = false
  #unfollow: (() => void) | null = null
  /** The rows in view, `stop` exclusive. */
  #range = { start: 0, stop: 0 }
  /** Identifies the window that a page was requested for. A page for another window is dropped. */
  #windowVersion = 0
  #isReadingTop = false
  #isPaging = false
  #isCatchingUp = false
  /** True when rows were written during a call that may not have returned them. */
  #hasMissedRows = false

  constructor(bridge: Bridge, filter: RequestFilter, options: ActivityStoreOptions) {
    this.#bridge = bridge
    this.#filter = filter
    this.#options = options
  }

  readonly get = (): ActivityList => this.#list

  /** Subscribes to changes of the list. Returns an unsubscribe function. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#unfollow ??= this.#follow()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#unfollow?.()
      this.#unfollow = null
    }
  }

  /** Loads the rows in view, `stop` exclusive. */
  readonly showRange = (start: number, stop: number): void => {
    this.#range = { start, stop }
    void this.#loadRange()
  }

  /** Loads the row `seq`. Resolves to its index, or to -1 when the list does not have it or the call fails. */
  async find(seq: number): Promise<number> {
    const { window } = this.#list
    if (!window) return -1
    const loadedIndex = indexOfRow(window, seq)
    if (loadedIndex >= 0) return loadedIndex
    const { cursor, start } = cursorOfRow(window, seq)
    const version = this.#windowVersion
    try {
      const page = await this.#fetchPage(cursor)
      const current = this.#list.window
      if (version !== this.#windowVersion || !current || page.rows[0]?.seq !== seq) return -1
      this.#windowVersion += 1
      const { window: next } = addPage(current, cursor, page, start)
      this.#update({ window: next, error: null })
      return indexOfRow(next, seq)
    } catch (error) {
      this.#update({ error: error as CallError })
      return -1
    }
  }

  /** While the list is held (paused, or scrolled away from the top), new rows wait. Releasing it adds them. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    const { window } = this.#list
    if (isHeld || this.#waitingRows.length === 0 || !window) return
    // The list is released when it is scrolled to the top, and rows further down may be the ones that are loaded.
    if (this.#isOverfull || window.top > 0) {
      void this.showNewest()
      return
    }
    const rows = this.#waitingRows
    this.#waitingRows = []
    this.#addRows(window, rows)
  }

  /** Reads the list again from the top, with the waiting rows. */
  async showNewest(): Promise<void> {
    this.#windowVersion += 1
    const version = this.#windowVersion
    this.#isReadingTop = true
    try {
      // Page and count come from one call: a row written between two calls would be counted by both the count and its event.
      const page = await this.#bridge.call('activity.page', {
        filter: filterInput(this.#filter),
        limit: PAGE_SIZE,
        counted: true,
      })
      if (version !== this.#windowVersion) return
      this.#windowVersion += 1
      this.#isReadingTop = false
      this.#waitingRows = []
      this.#isOverfull = false
      const count = page.count ?? page.rows.length
      const window = windowFromPage(page, Math.min(count, this.#options.maxRows))
      this.#update({ window, count, waiting: 0, error: null })
    } catch (error) {
      if (version !== this.#windowVersion) return
      this.#isReadingTop = false
      this.#update({ error: error as CallError })
      return
    }
    if (this.#hasMissedRows) void this.#catchUp()
  }

  #follow(): () => void {
    const unsubscribe = this.#bridge.subscribe('requests', ({ rows, cleared, missed }) => {
      if (cleared || !(this.#list.window || this.#isReadingTop)) void this.showNewest()
      else if (missed || rows.length > 0) void this.#catchUp()
    })
    const unsubscribeConnection = this.#bridge.onConnection(() => {
      if (this.#bridge.connection().state === 'online') this.#refresh()
    })
    // The subscription may have started to read already.
    if (!this.#isReadingTop) this.#refresh()
    return () => {
      unsubscribe()
      unsubscribeConnection()
    }
  }

  #refresh(): void {
    void (this.#list.window ? this.#catchUp() : this.showNewest())
  }

  #update(change: Partial<ActivityList>): void {
    if (this.#listeners.size === 0) return
    this.#list = { ...this.#list, ...change }
    for (const listener of this.#listeners) listener()
  }

  #fetchPage(cursor: PageCursor): Promise<RequestPage> {
    const seq =
      'before' in cursor ? { before: Math.max(0, cursor.before) } : { after: Math.max(0, cursor.after) }
    return this.#bridge.call('activity.page', {
      filter: filterInput(this.#filter),
      limit: PAGE_SIZE,
      ...seq,
    })
  }

  /** Fetches the missing rows of the range, one page at a time. */
  async #loadRange(): Promise<void> {
    if (this.#isPaging) return
    this.#isPaging = true
    try {
      let pages = 0
      while (pages < MAX_PAGES && (await this.#loadNextPage())) pages += 1
    } catch (error) {
      this.#update({ error: error as CallError })
    } finally {
      this.#isPaging = false
    }
  }

  /** Returns false when the range is loaded. */
  async #loadNextPage(): Promise<boolean> {
    const version = this.#windowVersion
    const { start, stop } = this.#range
    const cursor = this.#list.window && this.#unfollow ? nextCursor(this.#list.window, start, stop) : null
    if (!cursor) return false
    const page = await this.#fetchPage(cursor)
    if (version !== this.#windowVersion || !this.#list.window) return true
    const { window, shift } = addPage(this.#list.window, cursor, page, start)
    this.#update({ window, error: null })
    if (shift !== 0) {
      this.#range = { start: this.#range.start + shift, stop: this.#range.stop + shift }
      this.#options.onShift(shift)
    }
    return true
  }

  /** Fetches the rows that were written after the newest known one. */
  async #catchUp(): Promise<void> {
    this.#hasMissedRows = this.#isReadingTop || this.#isCatchingUp
    if (this.#hasMissedRows) return
    this.#isCatchingUp = true
    try {
      do {
        this.#hasMissedRows = false
        if (!(await this.#fetchNewRows())) break
      } while (this.#hasMissedRows && this.#unfollow && !this.#isReadingTop)
    } catch (error) {
      this.#update({ error: error as CallError })
    } finally {
      this.#isCatchingUp = false
    }
  }

  /** Returns false when no more rows can be added. */
  async #fetchNewRows(): Promise<boolean> {
    const version = this.#windowVersion
    const newest = this.#waitingRows[0]?.seq ?? this.#list.window?.newest
    if (!this.#list.window || newest === undefined || this.#isOverfull) return false
    const page = await this.#bridge.call('activity.page', {
      filter: filterInput(this.#filter),
      after: newest,
      limit: NEW_ROWS,
    })
    const { window } = this.#list
    if (version !== this.#windowVersion || !window) {
      this.#hasMissedRows = true
      return true
    }
    this.#hasMissedRows ||= page.newer
    if (page.rows.length === 0) return true
    if (!this.#isHeld) {
      this.#addRows(window, page.rows)
      return true
    }
    this.#waitingRows = [...page.rows, ...this.#waitingRows]
    this.#isOverfull = this.#waitingRows.length > MAX_WAITING
    this.#update({ waiting: this.#waitingRows.length, error: null })
    return true
  }

  #addRows(window: RowWindow<RequestRow>, rows: readonly RequestRow[]): void {
    const next = addNewRows(window, rows)
    const count = this.#list.count + next.total - window.total
    this.#update({ window: next, count, waiting: this.#waitingRows.length, error: null })
  }
}
