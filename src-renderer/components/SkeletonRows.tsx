import { useEffect, useState } from 'react'
import './small.css'

/** True once `waiting` has lasted 150 ms: what is faster needs no skeleton. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!waiting) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), 150)
    return () => clearTimeout(timer)
  }, [waiting])
  return slow && waiting
}

/** One grey bar where a text will be; the widths vary by row, never by chance. */
export function SkeletonBar({
  row,
  column,
  width,
}: {
  readonly row: number
  readonly column: number
  readonly width?: string
}) {
  return <span className="bone" style={{ width: width ?? `${55 + ((row * 37 + column * 53) % 40)}%` }} />
}

/** Grey rows on the real columns, from 150 ms on. */
export function SkeletonRows({
  rows = 12,
  columns,
  rowHeight = 28,
}: {
  readonly rows?: number
  /** Grid tracks, as of the table that comes. */
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
