import { useCallback, useMemo, useRef } from 'react'
import { go, usePath, useSearch } from '../../state/location.ts'
import { requestPath, splitPath } from '../../state/paths.ts'
import { type ActivityQuery, readActivityQuery, writeActivityQuery } from './activity-query.ts'

export interface ActivityLocation {
  readonly query: ActivityQuery
  /** `seq` of the selected request. */
  readonly seq: number | null
  /** Changes the query in the address. It replaces the history entry, so that Back leaves the view. */
  readonly show: (change: Partial<ActivityQuery>) => void
  readonly select: (seq: number | null, change?: Partial<ActivityQuery>) => void
}

/** The query and the selected request in the address. */
export function useActivityQuery(): ActivityLocation {
  const search = useSearch()
  const { rest } = splitPath(usePath())
  const seq = /^\d{1,15}$/.test(rest) ? Number(rest) : null
  const query = useMemo(() => readActivityQuery(search), [search])
  // Several changes before the next render build upon each other.
  const newest = useRef({ query, seq })
  newest.current = { query, seq }

  const select = useCallback((nextSeq: number | null, change: Partial<ActivityQuery> = {}) => {
    const next = { ...newest.current.query, ...change }
    newest.current = { query: next, seq: nextSeq }
    const path = nextSeq === null ? '/activity' : requestPath(nextSeq)
    go(`${path}${writeActivityQuery(next)}`, { replace: true })
  }, [])
  const show = useCallback((change: Partial<ActivityQuery>) => select(newest.current.seq, change), [select])
  return { query, seq, show, select }
}
