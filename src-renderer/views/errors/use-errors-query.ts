import { ERROR_SOURCES, type ErrorSource } from '../../../src-shared/contract/activity.ts'
import { go, usePath, useSearch } from '../../state/location.ts'

/** The filters of the error list, which the address holds. */
export interface ErrorsQuery {
  /** `null`: all sources. */
  readonly source: ErrorSource | null
  /** True: acknowledged groups are listed too. */
  readonly acknowledged: boolean
  readonly set: (change: Partial<Pick<ErrorsQuery, 'source' | 'acknowledged'>>) => void
  /** The path that selects a group and keeps the filters. */
  readonly pathOf: (group: string) => string
}

export function useErrorsQuery(): ErrorsQuery {
  const path = usePath()
  const search = useSearch()
  const query = new URLSearchParams(search)
  const source = ERROR_SOURCES.find((name) => name === query.get('source')) ?? null
  const acknowledged = query.has('acknowledged')
  return {
    source,
    acknowledged,
    set(change) {
      const next = { source, acknowledged, ...change }
      const params = new URLSearchParams()
      if (next.source !== null) params.set('source', next.source)
      if (next.acknowledged) params.set('acknowledged', '1')
      go(params.size === 0 ? path : `${path}?${params}`, { replace: true })
    },
    pathOf: (group) => `/errors/${group}${search === '' ? '' : `?${search.replace(/^\?/, '')}`}`,
  }
}
