import type { NearGap } from '../../../src-shared/contract/contract.ts'
import type { Sorting } from '../../components/DataTable.tsx'

/** The columns by which gaps can be sorted. */
export const GAP_ORDERS = ['asked', 'tool', 'times', 'last'] as const

type Order = (typeof GAP_ORDERS)[number]

const VALUES: Readonly<Record<Order, (gap: NearGap) => string | number>> = {
  // The quotation mark before a search query would put all searches first.
  asked: ({ question }) => question.replace(/^[“"]/, '').toLowerCase(),
  tool: ({ tool }) => tool,
  times: ({ times }) => times,
  last: ({ lastAt }) => lastAt,
}

/** Sorts gaps by a column. Gaps with equal values are sorted by how often and then by how recently they were asked for. */
export function orderGaps(gaps: readonly NearGap[], { column, descending }: Sorting): readonly NearGap[] {
  const value = VALUES[GAP_ORDERS.find((order) => order === column) ?? 'times']
  const sign = descending ? -1 : 1
  return [...gaps].sort((first, second) => {
    const a = value(first)
    const b = value(second)
    if (a !== b) return a < b ? -sign : sign
    return second.times - first.times || second.lastAt - first.lastAt
  })
}
