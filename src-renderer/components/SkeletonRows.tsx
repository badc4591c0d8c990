import { useDelayedTrue } from './use-delayed-true.ts'
import './small.css'

/** True once `waiting` has lasted 150 ms: a skeleton for less than that would only flicker. */
export function useSlow(waiting: boolean): boolean {
  return useDelayedTrue(waiting, 150)
}

/** A grey bar in the place of a text. Its width depends on row and column, so that it is the same in each rendering. */
export function SkeletonBar({
  row,
  column,
  width,
}: {
  readonly row: number
  readonly column: number
  readonly width?: string
}) {
  return (
    <span className="skeleton-bar" style={{ width: width ?? `${55 + ((row * 37 + column * 53) % 40)}%` }} />
  )
}

/** Grey rows in the columns of the table that is loading, from 150 ms on. */
export function SkeletonRows({
  rows = 12,
  columns,
  rowHeight = 28,
}: {
  readonly rows?: number
  /** Grid tracks of the table that is loading. */
  readonly columns: readonly string[]
  readonly rowHeight?: number
}) {
  if (!useSlow(true)) return null
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same and never move.
          key={row}
          className="table-row"
          style={{ gridTemplateColumns: columns.join(' '), height: rowHeight }}
        >
          {columns.map((track, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns do not move either.
            <SkeletonBar key={`${track}-${column}`} row={row} column={column} />
          ))}
        </div>
      ))}
    </div>
  )
}
