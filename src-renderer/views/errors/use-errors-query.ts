import { ERROR_SOURCES, type ErrorSource } from '../../../src-shared/contract/activity.ts'
import { go, usePath, useSearch } from '../../state/location.ts'

/** What is listed, kept in the address. */
export interface ErrorsQuery {
  /** `null`: all of them. */
  readonly source: ErrorSource | null
  /** True: those that were acknowledged too. */
  readonly acknowledged: boolean
  readonly set: (change: Partial<Pick<ErrorsQuery, 'source' | 'acknowledged'>>) => void
  /** The path that selects a group and lists the same. */
  readonly pathOf: (group: string) => string
}

export function useErrorsQuery(): ErrorsQuery {
  const path = usePath()
  const search = useSearch()
  const query = new URLSearchParams(search)
  const source = ERROR_SOURCES.find((one) => one === query.get('source')) ?? null
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
