import type { Sorting } from '../../components/DataTable.tsx'
import { GAP_ORDERS } from './order-gaps.ts'

/** Spans in days; one day is the last 24 hours. */
export const SPANS = [1, 7, 14, 90] as const

/** Which gaps are listed. */
const GAP_FILTERS = ['open', 'answered', 'dismissed'] as const

export type GapFilter = (typeof GAP_FILTERS)[number]

/** What is looked at, kept in the address. */
export interface InsightsChoice {
  readonly days: number
  /** `undefined`: all of them; `''`: those that gave no name. */
  readonly client: string | undefined
  readonly kind: GapFilter
  readonly sorting: Sorting
}

const DEFAULT: InsightsChoice = {
  days: 14,
  client: undefined,
  kind: 'open',
  sorting: { column: 'times', descending: true },
}

/** What an address says; anything else is as usual. */
export function readChoice(search: string): InsightsChoice {
  const query = new URLSearchParams(search)
  const sort = query.get('sort') ?? ''
  const column = sort.replace(/^-/, '')
  return {
    days: SPANS.find((days) => String(days) === query.get('days')) ?? DEFAULT.days,
    client: query.get('client') ?? undefined,
    kind: GAP_FILTERS.find((kind) => kind === query.get('gaps')) ?? DEFAULT.kind,
    sorting: GAP_ORDERS.some((order) => order === column)
      ? { column, descending: sort.startsWith('-') }
      : DEFAULT.sorting,
  }
}

/** The query of an address; empty when all is as usual. */
export function writeChoice({ days, client, kind, sorting }: InsightsChoice): string {
  const query = new URLSearchParams()
  if (days !== DEFAULT.days) query.set('days', String(days))
  if (client !== undefined) query.set('client', client)
  if (kind !== DEFAULT.kind) query.set('gaps', kind)
  const { column, descending } = sorting
  if (column !== DEFAULT.sorting.column || descending !== DEFAULT.sorting.descending)
    query.set('sort', `${descending ? '-' : ''}${column}`)
  return query.toString()
}

/** `24 h`, `14 d` */
export function spanLabel(days: number): string {
  return days === 1 ? '24 h' : `${days} d`
}

/** `24 hours`, `14 days` */
export function spanPhrase(days: number): string {
  return days === 1 ? '24 hours' : `${days} days`
}
