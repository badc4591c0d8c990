import { formatCount } from '../../../src-shared/format.ts'
import type { Sorting } from '../../components/DataTable.tsx'
import { GAP_ORDERS } from './order-gaps.ts'

/** The spans that can be chosen, in days. One day is the last 24 hours. */
export const SPAN_DAYS = [1, 7, 14, 90] as const

const GAP_FILTERS = ['open', 'answered', 'dismissed'] as const

export type GapFilter = (typeof GAP_FILTERS)[number]

/** The filters of the Insights view, which the address holds. */
export interface InsightsFilter {
  readonly days: number
  /** `undefined`: all clients; `''`: clients without a name. */
  readonly client: string | undefined
  /** Which gaps are listed. */
  readonly gaps: GapFilter
  readonly sorting: Sorting
}

const DEFAULT: InsightsFilter = {
  days: 14,
  client: undefined,
  gaps: 'open',
  sorting: { column: 'times', descending: true },
}

/** Reads the query string of the address. Invalid values are replaced by the defaults. */
export function readInsightsFilter(search: string): InsightsFilter {
  const query = new URLSearchParams(search)
  const sort = query.get('sort') ?? ''
  const column = sort.replace(/^-/, '')
  return {
    days: SPAN_DAYS.find((days) => String(days) === query.get('days')) ?? DEFAULT.days,
    client: query.get('client') ?? undefined,
    gaps: GAP_FILTERS.find((filter) => filter === query.get('gaps')) ?? DEFAULT.gaps,
    sorting: GAP_ORDERS.some((order) => order === column)
      ? { column, descending: sort.startsWith('-') }
      : DEFAULT.sorting,
  }
}

/** The query string for the address, without a `?`. Defaults are left out, so it may be empty. */
export function writeInsightsFilter({ days, client, gaps, sorting }: InsightsFilter): string {
  const query = new URLSearchParams()
  if (days !== DEFAULT.days) query.set('days', String(days))
  if (client !== undefined) query.set('client', client)
  if (gaps !== DEFAULT.gaps) query.set('gaps', gaps)
  const { column, descending } = sorting
  if (column !== DEFAULT.sorting.column || descending !== DEFAULT.sorting.descending)
    query.set('sort', `${descending ? '-' : ''}${column}`)
  return query.toString()
}

/** `24 h`, `14 d` */
export function daysLabel(days: number): string {
  return days === 1 ? '24 h' : `${days} d`
}

/** `24 hours`, `14 days` */
export function daysPhrase(days: number): string {
  return days === 1 ? '24 hours' : formatCount(days, 'day')
}
