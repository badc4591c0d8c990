import { useCallback, useRef } from 'react'
import type { RequestRow } from '../../../src-shared/contract/activity.ts'

/** Milliseconds for which a row that came is tinted. */
const TINT = 600

/**
 * Tells rows that have just come from those that were there.
 * @param newest the highest number in the list, `undefined` before the first page
 * @param list names the list: after another filter, nothing in it is new
 */
export function useNewRows(newest: number | undefined, list: string): (row: RequestRow) => boolean {
  const seen = useRef<{ list: string; newest: number; marks: readonly { seq: number; at: number }[] } | null>(
    null,
  )
  if (newest !== undefined) {
    const before = seen.current
    if (before?.list !== list || newest < before.newest) seen.current = { list, newest, marks: [] }
    else if (newest > before.newest) {
      const now = performance.now()
      const fresh = before.marks.filter(({ at }) => now - at < TINT)
      seen.current = { list, newest, marks: [...fresh, { seq: before.newest, at: now }] }
    }
  }
  return useCallback((row) => {
    const now = performance.now()
    const mark = seen.current?.marks.find(({ at }) => now - at < TINT)
    return mark !== undefined && row.seq > mark.seq
  }, [])
}
