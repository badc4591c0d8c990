import { useCallback, useMemo, useRef } from 'react'
import { go, usePath, useSearch } from '../../state/location.ts'
import { requestPath, splitPath } from '../../state/paths.ts'
import { type ActivityQuery, readQuery, writeQuery } from './activity-query.ts'

export interface ActivityLocation {
  readonly query: ActivityQuery
  /** The selected request. */
  readonly seq: number | null
  /** Changes what is shown; the address follows, and Back leaves the view rather than undoing each step. */
  readonly show: (change: Partial<ActivityQuery>) => void
  readonly select: (seq: number | null, change?: Partial<ActivityQuery>) => void
}

/** What the address says is shown and selected. */
export function useActivityQuery(): ActivityLocation {
  const search = useSearch()
  const { rest } = splitPath(usePath())
  const seq = /^\d{1,15}$/.test(rest) ? Number(rest) : null
  const query = useMemo(() => readQuery(search), [search])
  const newest = useRef({ query, seq })
  newest.current = { query, seq }

  const select = useCallback((to: number | null, change: Partial<ActivityQuery> = {}) => {
    const next = { ...newest.current.query, ...change }
    newest.current = { query: next, seq: to }
    go(`${to === null ? '/activity' : requestPath(to)}${writeQuery(next)}`, { replace: true })
  }, [])
  const show = useCallback((change: Partial<ActivityQuery>) => select(newest.current.seq, change), [select])
  return { query, seq, show, select }
}
