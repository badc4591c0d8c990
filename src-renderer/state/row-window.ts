/**
 * A window on a list that is far too long to hold: some thousand rows in one piece, of which the first is believed to be at
 * `top` of `total`. Rows are ordered by falling `seq` and fetched by cursor, so a jump into the middle lands where the cursor
 * was guessed; the guess is put right when an end comes into view. All functions are pure.
 */
export interface Sequenced {
  readonly seq: number
}

export interface RowWindow<Row extends Sequenced> {
  readonly rows: readonly Row[]
  /** Index of `rows[0]` in the whole list. */
  readonly top: number
  readonly total: number
  /** The newest and oldest `seq` that the list is known to reach; the ends of what a jump can hit. */
  readonly newest: number
  readonly oldest: number
}

/** A page as the host gives it. */
export interface Page<Row extends Sequenced> {
  readonly rows: readonly Row[]
  readonly older: boolean
  readonly newer: boolean
}

/** What to ask for next. `jump` replaces the rows, the others extend them. */
export type Want =
  | { readonly kind: 'older' | 'jump'; readonly before: number }
  | { readonly kind: 'newer' | 'oldest'; readonly after: number }

/** Rows a page. */
export const PAGE = 200
/** Rows that are held at most. */
export const HELD = 4_000

/** The first page of a list of `total` rows. */
export function openWindow<Row extends Sequenced>(page: Page<Row>, total: number): RowWindow<Row> {
  const last = page.rows.at(-1)?.seq ?? 0
  return {
    rows: page.rows,
    top: 0,
    total: page.older ? Math.max(total, page.rows.length + 1) : page.rows.length,
    newest: page.rows[0]?.seq ?? 0,
    oldest: page.older ? Math.min(1, last) : last,
  }
}

/** The row at an index of the whole list, if it is held. */
export function rowAt<Row extends Sequenced>(window: RowWindow<Row>, index: number): Row | undefined {
  return window.rows[index - window.top]
}

/** The index of the row `seq` in the whole list, if it is held; -1: it is not. */
export function indexOf<Row extends Sequenced>(window: RowWindow<Row>, seq: number): number {
  const at = window.rows.findIndex((row) => row.seq === seq)
  return at < 0 ? -1 : window.top + at
}

/** Where to look for a row that is not held, and about where in the list it lies. */
export function wantRow<Row extends Sequenced>(
  { newest, oldest, total }: RowWindow<Row>,
  seq: number,
): { readonly want: Want; readonly start: number } {
  const part = (newest - seq) / Math.max(1, newest - oldest)
  return { want: { kind: 'jump', before: seq + 1 }, start: Math.round(part * total) + PAGE / 2 }
}

/** What to fetch so that the rows from `start` to `stop` are held, with half a page to spare; `null`: nothing. */
export function wantFor<Row extends Sequenced>(
  window: RowWindow<Row>,
  start: number,
  stop: number,
): Want | null {
  const { rows, top, total, newest, oldest } = window
  const first = rows[0]
  const last = rows.at(-1)
  if (!first || !last) return null
  const bottom = top + rows.length
  const spare = PAGE / 2
  const outside = start >= bottom + PAGE || stop <= top - PAGE
  if (outside) {
    if (stop >= total) return { kind: 'oldest', after: oldest - 1 }
    const part = Math.max(0, start - spare) / Math.max(1, total)
    return { kind: 'jump', before: Math.round(newest - part * (newest - oldest)) + 1 }
  }
  if (stop + spare > bottom && bottom < total) return { kind: 'older', before: last.seq }
  if (start - spare < top && top > 0) return { kind: 'newer', after: first.seq }
  return null
}

/**
 * The window after a page came, and by how many rows those in view moved down (`shift`, negative: up).
 * `start` is the first row that was in view when the page was asked for.
 */
export function takePage<Row extends Sequenced>(
  window: RowWindow<Row>,
  want: Want,
  page: Page<Row>,
  start: number,
): { readonly window: RowWindow<Row>; readonly shift: number } {
  if (want.kind === 'older') return { window: appendOlder(window, page), shift: 0 }
  return takeUpper(window, want, clip(page, window.newest), start)
}

/** Rows that were written since are not in the list until they are put in at its top, all at once. */
function clip<Row extends Sequenced>(page: Page<Row>, newest: number): Page<Row> {
  const rows = page.rows.filter(({ seq }) => seq <= newest)
  const reached = rows[0] === undefined ? page.rows.length > 0 : rows[0].seq >= newest
  return { rows, older: page.older, newer: page.newer && !reached && rows.length === page.rows.length }
}

function takeUpper<Row extends Sequenced>(
  window: RowWindow<Row>,
  want: Want,
  page: Page<Row>,
  start: number,
): { readonly window: RowWindow<Row>; readonly shift: number } {
  if (want.kind === 'newer') return prependPage(window, page)
  // Nothing is that old: the next guess knows it.
  if (page.rows.length === 0)
    return { window: { ...window, oldest: 'before' in want ? want.before : window.oldest }, shift: 0 }
  const placed: RowWindow<Row> = {
    ...window,
    rows: page.rows,
    top: Math.max(0, want.kind === 'oldest' ? window.total - page.rows.length : start - PAGE / 2),
    ...(page.older ? {} : { oldest: page.rows.at(-1)?.seq ?? window.oldest }),
  }
  return settleEnds(placed, page.newer, page.older)
}

/** New rows at the top, as they were written; they push the others down. Those that are held already are left out. */
export function prependNew<Row extends Sequenced>(
  window: RowWindow<Row>,
  rows: readonly Row[],
): RowWindow<Row> {
  const fresh = rows.filter(({ seq }) => seq > window.newest)
  const newest = fresh[0]?.seq
  if (newest === undefined) return window
  const total = window.total + fresh.length
  // Only a window that reaches the top can grow there; another one lies lower by as many rows.
  if (window.top > 0) return { ...window, top: window.top + fresh.length, total, newest }
  return { ...window, rows: [...fresh, ...window.rows].slice(0, HELD), total, newest }
}

function appendOlder<Row extends Sequenced>(window: RowWindow<Row>, page: Page<Row>): RowWindow<Row> {
  const rows = [...window.rows, ...page.rows]
  const drop = Math.max(0, rows.length - HELD)
  const top = window.top + drop
  const bottom = window.top + rows.length
  const oldest = page.older ? window.oldest : (rows.at(-1)?.seq ?? window.oldest)
  const total = page.older ? Math.max(window.total, bottom + 1) : bottom
  return { ...window, rows: drop > 0 ? rows.slice(drop) : rows, top, total, oldest }
}

function prependPage<Row extends Sequenced>(
  window: RowWindow<Row>,
  page: Page<Row>,
): { window: RowWindow<Row>; shift: number } {
  const rows = [...page.rows, ...window.rows].slice(0, HELD)
  return settleEnds({ ...window, rows, top: window.top - page.rows.length }, page.newer, true)
}

/** Puts a guessed place right where an end shows: nothing is above row 0, and nothing below the last. */
function settleEnds<Row extends Sequenced>(
  window: RowWindow<Row>,
  newer: boolean,
  older: boolean,
): { window: RowWindow<Row>; shift: number } {
  let { top, total } = window
  if (!newer) top = 0
  else if (top <= 0) top = 1
  if (!older) total = top + window.rows.length
  else if (top + window.rows.length >= total) total = top + window.rows.length + 1
  return { window: { ...window, top, total }, shift: top - window.top }
}
