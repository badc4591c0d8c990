import { useCallback, useRef } from 'react'
import type { RequestRow } from '../../../src-shared/contract/activity.ts'

/** For how long a new row is tinted, ms. */
const TINTED_MS = 600

interface NewRows {
  readonly listId: string
  readonly newest: number
  /** Rows above `seq` were added at `at`. */
  readonly additions: readonly { readonly seq: number; readonly at: number }[]
}

/**
 * Returns a function that is true for rows that were added a moment ago.
 * @param newest the highest `seq` in the list; `undefined` before the first page is loaded
 * @param listId identifies the list: when it changes, no row of the next list is new
 */
export function useNewRows(newest: number | undefined, listId: string): (row: RequestRow) => boolean {
  const known = useRef<NewRows | null>(null)
  if (newest !== undefined) known.current = nextNewRows(known.current, newest, listId)
  return useCallback((row) => {
    const now = performance.now()
    const addition = known.current?.additions.find(({ at }) => now - at < TINTED_MS)
    return addition !== undefined && row.seq > addition.seq
  }, [])
}

function nextNewRows(before: NewRows | null, newest: number, listId: string): NewRows {
  if (before?.listId !== listId || newest < before.newest) return { listId, newest, additions: [] }
  if (newest === before.newest) return before
  const now = performance.now()
  const recent = before.additions.filter(({ at }) => now - at < TINTED_MS)
  return { listId, newest, additions: [...recent, { seq: before.newest, at: now }] }
}
