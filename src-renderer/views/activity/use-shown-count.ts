import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { type ActivityQuery, countFilters } from './activity-query.ts'

/** How many rows are shown, in words: `1,104 requests`, `31 of 1,104`; short: `1,104`. Empty while it is not known. */
export function useShownCount(
  query: ActivityQuery,
  total: number | null,
): { readonly long: string; readonly short: string } {
  const narrowed = countFilters(query) > 0
  const { data } = useBridge(
    'activity.count',
    { filter: query.all ? {} : { callsOnly: true } },
    { area: 'requests', enabled: narrowed },
  )
  if (total === null) return { long: '', short: '' }
  if (narrowed && data) {
    const of = `${formatNumber(total)} of ${formatNumber(Math.max(total, data.count))}`
    return { long: of, short: of }
  }
  return { long: formatCount(total, query.all ? 'message' : 'request'), short: formatNumber(total) }
}
