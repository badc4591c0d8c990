/**
 * The loaded part of a list that is too long to load whole: up to 4,000 consecutive rows, the first of which is assumed to have the
 * index `top` among `total` rows. Rows are ordered by descending `seq` and fetched by `seq`, so the index of a page in the middle of
 * the list is an estimate. It is corrected once the first or the last row of the list is loaded. All functions are pure.
 */
export interface Sequenced {
  readonly seq: number
}

export interface RowWindow<Row extends Sequenced> {
  readonly rows: readonly Row[]
  /** Index of `rows[0]` in the whole list. */
  readonly top: number
  readonly total: number
  /** The highest and lowest `seq` of the list as far as they are known; a jump lands between them. */
  readonly newest: number
  readonly oldest: number
}

/** A page as the host returns it. */
export interface Page<Row extends Sequenced> {
  readonly rows: readonly Row[]
  readonly older: boolean
  readonly newer: boolean
}

/** Selects a page. The pages `older` and `newer` extend the loaded rows; `jump` and `oldest` replace them. */
export type PageCursor =
  | { readonly kind: 'older' | 'jump'; readonly before: number }
  | { readonly kind: 'newer' | 'oldest'; readonly after: number }

/** Rows per page. */
export const PAGE_SIZE = 200
/** The most rows that stay loaded. */
export const MAX_LOADED = 4_000

/** A window with the first page of a list of `total` rows. */
export function windowFromPage<Row extends Sequenced>(page: Page<Row>, total: number): RowWindow<Row> {
  const last = page.rows.at(-1)?.seq ?? 0
  return {
    rows: page.rows,
    top: 0,
    total: page.older ? Math.max(total, page.rows.length + 1) : page.rows.length,
    newest: page.rows[0]?.seq ?? 0,
    oldest: page.older ? Math.min(1, last) : last,
  }
}

/** The row at an index of the whole list; `undefined` when it is not loaded. */
export function rowAt<Row extends Sequenced>(window: RowWindow<Row>, index: number): Row | undefined {
  return window.rows[index - window.top]
}

/** The index of the row `seq` in the whole list; -1 when it is not loaded. */
export function indexOfRow<Row extends Sequenced>(window: RowWindow<Row>, seq: number): number {
  const at = window.rows.findIndex((row) => row.seq === seq)
  return at < 0 ? -1 : window.top + at
}

/** The cursor of the page that begins with the row `seq`, and an estimate of the index `start` of the row in the whole list. */
export function cursorOfRow<Row extends Sequenced>(
  { newest, oldest, total }: RowWindow<Row>,
  seq: number,
): { readonly cursor: PageCursor; readonly start: number } {
  const share = (newest - seq) / Math.max(1, newest - oldest)
  return { cursor: { kind: 'jump', before: seq + 1 }, start: Math.round(share * total) + PAGE_SIZE / 2 }
}

/**
 * The next page to fetch until the rows from `start` to `stop` (exclusive) and half a page on either side are loaded; `null` when
 * they are.
 */
export function nextCursor<Row extends Sequenced>(
  window: RowWindow<Row>,
  start: number,
  stop: number,
): PageCursor | null {
  const { rows, top, total, newest, oldest } = window
  const first = rows[0]
  const last = rows.at(-1)
  if (!first || !last) return null
  const bottom = top + rows.length
  const margin = PAGE_SIZE / 2
  const isFarAway = start >= bottom + PAGE_SIZE || stop <= top - PAGE_SIZE
  if (isFarAway) {
    if (stop >= total) return { kind: 'oldest', after: oldest - 1 }
    const share = Math.max(0, start - margin) / Math.max(1, total)
    return { kind: 'jump', before: Math.round(newest - share * (newest - oldest)) + 1 }
  }
  if (stop + margin > bottom && bottom < total) return { kind: 'older', before: last.seq }
  if (start - margin < top && top > 0) return { kind: 'newer', after: first.seq }
  return null
}

/** A window after a change. Its rows in view moved down by `shift` rows, or up when `shift` is negative. */
interface ShiftedWindow<Row extends Sequenced> {
  readonly window: RowWindow<Row>
  readonly shift: number
}

/**
 * Adds a fetched page to the window.
 * @param start index of the first row in view when the page was requested
 */
export function addPage<Row extends Sequenced>(
  window: RowWindow<Row>,
  cursor: PageCursor,
  page: Page<Row>,
  start: number,
): ShiftedWindow<Row> {
  if (cursor.kind === 'older') return { window: appendOlder(window, page), shift: 0 }
  // Rows that were written after the first page would appear out of order here; `addNewRows` adds them.
  const clipped = clipToKnown(page, window.newest)
  return cursor.kind === 'newer' ? prependPage(window, clipped) : replaceRows(window, cursor, clipped, start)
}

/** Removes the rows above `newest` from a page. */
function clipToKnown<Row extends Sequenced>(page: Page<Row>, newest: number): Page<Row> {
  const rows = page.rows.filter(({ seq }) => seq <= newest)
  const isAtTop = rows[0] === undefined ? page.rows.length > 0 : rows[0].seq >= newest
  return { rows, older: page.older, newer: page.newer && !isAtTop && rows.length === page.rows.length }
}

function replaceRows<Row extends Sequenced>(
  window: RowWindow<Row>,
  cursor: PageCursor,
  page: Page<Row>,
  start: number,
): ShiftedWindow<Row> {
  if (page.rows.length === 0) {
    // No row is older than the cursor, so the next estimate starts from it.
    const oldest = 'before' in cursor ? cursor.before : window.oldest
    return { window: { ...window, oldest }, shift: 0 }
  }
  const placed: RowWindow<Row> = {
    ...window,
    rows: page.rows,
    top: Math.max(0, cursor.kind === 'oldest' ? window.total - page.rows.length : start - PAGE_SIZE / 2),
    ...(page.older ? {} : { oldest: page.rows.at(-1)?.seq ?? window.oldest }),
  }
  return correctEnds(placed, page.newer, page.older)
}

/** Adds rows that were just written, newest first, to the top of the list. Rows that are in it already are left out. */
export function addNewRows<Row extends Sequenced>(
  window: RowWindow<Row>,
  rows: readonly Row[],
): RowWindow<Row> {
  const added = rows.filter(({ seq }) => seq > window.newest)
  const newest = added[0]?.seq
  if (newest === undefined) return window
  const total = window.total + added.length
  // A window below the top of the list only moves down: loading the new rows would leave a hole between them and its own rows.
  if (window.top > 0) return { ...window, top: window.top + added.length, total, newest }
  return { ...window, rows: [...added, ...window.rows].slice(0, MAX_LOADED), total, newest }
}

function appendOlder<Row extends Sequenced>(window: RowWindow<Row>, page: Page<Row>): RowWindow<Row> {
  const rows = [...window.rows, ...page.rows]
  const surplus = Math.max(0, rows.length - MAX_LOADED)
  const top = window.top + surplus
  const bottom = window.top + rows.length
  const oldest = page.older ? window.oldest : (rows.at(-1)?.seq ?? window.oldest)
  const total = page.older ? Math.max(window.total, bottom + 1) : bottom
  return { ...window, rows: surplus > 0 ? rows.slice(surplus) : rows, top, total, oldest }
}

function prependPage<Row extends Sequenced>(window: RowWindow<Row>, page: Page<Row>): ShiftedWindow<Row> {
  const rows = [...page.rows, ...window.rows].slice(0, MAX_LOADED)
  return correctEnds({ ...window, rows, top: window.top - page.rows.length }, page.newer, true)
}

/** Corrects an estimated position: the newest row has index 0 and the oldest one index `total - 1`, and no other row has. */
function correctEnds<Row extends Sequenced>(
  window: RowWindow<Row>,
  newer: boolean,
  older: boolean,
): ShiftedWindow<Row> {
  let { top, total } = window
  if (!newer) top = 0
  else if (top <= 0) top = 1
  if (!older) total = top + window.rows.length
  else if (top + window.rows.length >= total) total = top + window.rows.length + 1
  return { window: { ...window, top, total }, shift: top - window.top }
}
