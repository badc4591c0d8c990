import { go, usePath, useSearch } from '../../state/location.ts'
import { type InsightsFilter, readInsightsFilter, writeInsightsFilter } from './insights-filter.ts'

export interface InsightsQuery extends InsightsFilter {
  readonly set: (change: Partial<InsightsFilter>) => void
  /** The path that selects a gap and keeps the filters. */
  readonly pathOf: (gap: string) => string
}

export function useInsightsQuery(): InsightsQuery {
  const path = usePath()
  const search = useSearch()
  const filter = readInsightsFilter(search)
  return {
    ...filter,
    set(change) {
      const params = writeInsightsFilter({ ...filter, ...change })
      go(params === '' ? path : `${path}?${params}`, { replace: true })
    },
    pathOf: (gap) => `/insights/${gap}${search === '' ? '' : `?${search.replace(/^\?/, '')}`}`,
  }
}
