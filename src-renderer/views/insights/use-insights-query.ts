import { go, usePath, useSearch } from '../../state/location.ts'
import { type InsightsChoice, readChoice, writeChoice } from './insights-filter.ts'

export interface InsightsQuery extends InsightsChoice {
  readonly set: (change: Partial<InsightsChoice>) => void
  /** The path that selects a gap and looks at the same. */
  readonly pathOf: (gap: string) => string
}

export function useInsightsQuery(): InsightsQuery {
  const path = usePath()
  const search = useSearch()
  const choice = readChoice(search)
  return {
    ...choice,
    set(change) {
      const params = writeChoice({ ...choice, ...change })
      go(params === '' ? path : `${path}?${params}`, { replace: true })
    },
    pathOf: (gap) => `/insights/${gap}${search === '' ? '' : `?${search.replace(/^\?/, '')}`}`,
  }
}
