import type { NearGap } from '../../../src-shared/contract/contract.ts'
import type { Sorting } from '../../components/DataTable.tsx'

/** Columns that the gaps can be sorted by. */
export const GAP_ORDERS = ['asked', 'tool', 'times', 'last'] as const

type Order = (typeof GAP_ORDERS)[number]

const KEYS: Readonly<Record<Order, (gap: NearGap) => string | number>> = {
  // Without the quotes around what was searched for.
  asked: ({ asked }) => asked.replace(/^[“"]/, '').toLowerCase(),
  tool: ({ tool }) => tool,
  times: ({ times }) => times,
  last: ({ lastAt }) => lastAt,
}

/** Sorted by a column; what is equal there is in the order of how often it was asked for, then of how lately. */
export function orderGaps(gaps: readonly NearGap[], { column, descending }: Sorting): readonly NearGap[] {
  const order = GAP_ORDERS.find((one) => one === column) ?? 'times'
  const key = KEYS[order]
  const sign = descending ? -1 : 1
  return [...gaps].sort((one, other) => {
    const a = key(one)
    const b = key(other)
    if (a !== b) return a < b ? -sign : sign
    return other.times - one.times || other.lastAt - one.lastAt
  })
}
