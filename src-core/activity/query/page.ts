import type {
  PageQuery,
  RequestFilter,
  RequestPage,
  RequestRow,
} from '../../../src-shared/contract/activity.ts'
import type { RequestReader } from './request-rows.ts'
import type { SelectOptions, Selector } from './selector.ts'

const MAX_LIMIT = 1_000

type Range = Omit<SelectOptions, 'few'>

/** A page of the matching requests. To be called inside a transaction, so that the page and its count are of one state. */
export function pageOf(
  selector: Selector,
  requests: RequestReader,
  filter: RequestFilter,
  query: PageQuery,
): RequestPage {
  const { before, after } = query
  const limit = Math.max(1, Math.min(query.limit, MAX_LIMIT))
  const seqsIn = (range: Range, most: number) => seqsOf(selector, filter, range, most)
  const page = after === undefined ? pageBefore(seqsIn, before, limit) : pageAfter(seqsIn, after, limit)
  const rows = page.seqs.flatMap((seq): RequestRow | [] => requests.row(seq) ?? [])
  return {
    rows,
    older: page.older,
    newer: page.newer,
    ...(query.counted && { count: selector.count(filter) }),
  }
}

/** The `seq` of the first matching requests in a range. */
type FindSeqs = (range: Range, limit: number) => number[]

interface PageOfSeqs {
  /** Newest first. */
  readonly seqs: readonly number[]
  readonly older: boolean
  readonly newer: boolean
}

function pageAfter(seqsIn: FindSeqs, after: number, limit: number): PageOfSeqs {
  const found = seqsIn({ newestFirst: false, low: after + 1 }, limit + 1)
  const seqs = found.slice(0, limit).reverse()
  const oldest = seqs.at(-1) ?? after + 1
  const older = seqsIn({ newestFirst: true, high: oldest - 1 }, 1).length > 0
  return { seqs, older, newer: found.length > limit }
}

/** @param before `undefined`: the newest page */
function pageBefore(seqsIn: FindSeqs, before: number | undefined, limit: number): PageOfSeqs {
  const high = before === undefined ? {} : { high: before - 1 }
  const found = seqsIn({ newestFirst: true, ...high }, limit + 1)
  const seqs = found.slice(0, limit)
  const newest = seqs[0] ?? (before ?? 0) - 1
  const newer = before !== undefined && seqsIn({ newestFirst: false, low: newest + 1 }, 1).length > 0
  return { seqs, older: found.length > limit, newer }
}

/** The `seq` of the first `limit` matching requests. */
export function seqsOf(selector: Selector, filter: RequestFilter, range: Range, limit: number): number[] {
  const seqs: number[] = []
  for (const { segment, columns, rows, count } of selector.select(filter, { ...range, few: true })) {
    for (let at = 0; at < count && seqs.length < limit; at++) {
      seqs.push(segment.first + (columns.offset[rows[at] ?? 0] ?? 0))
    }
    if (seqs.length === limit) break
  }
  return seqs
}
