import { useEffect, useRef } from 'react'

interface Identified {
  readonly id: string
}

/**
 * The row of a list to show as selected; `null` in an empty list. When the row with `id` is gone, the row that was shown last stays, and
 * after it the row that took its place.
 */
export function useSelectedRow<Row extends Identified>(rows: readonly Row[], id: string): Row | null {
  const last = useRef({ id: '', index: 0 })
  const row = pickRow(rows, id, last.current)
  useEffect(() => {
    if (row) last.current = { id: row.id, index: rows.indexOf(row) }
  })
  return row
}

/** @param last the row that was shown last, and its index then */
export function pickRow<Row extends Identified>(
  rows: readonly Row[],
  id: string,
  last: { readonly id: string; readonly index: number },
): Row | null {
  const rowWith = (wanted: string) => rows.find((row) => row.id === wanted)
  return rowWith(id) ?? rowWith(last.id) ?? rows[Math.min(last.index, rows.length - 1)] ?? null
}
