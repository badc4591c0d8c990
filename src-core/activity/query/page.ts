import type {
  PageQuery,
  RequestFilter,
  RequestPage,
  RequestRow,
} from '../../../src-shared/contract/activity.ts'
import type { RowReader } from './rows.ts'
import type { Range, Selector } from './select.ts'

const MAX_LIMIT = 1_000

/** A page of the rows that fit, newest first. Both answers of a counted one are of the same moment: within one transaction. */
export function pageOf(
  selector: Selector,
  rows: RowReader,
  filter: RequestFilter,
  query: PageQuery,
): RequestPage {
  const page = rowsOfPage(selector, rows, filter, query)
  return query.counted ? { ...page, count: selector.count(filter) } : page
}

function rowsOfPage(
  selector: Selector,
  rows: RowReader,
  filter: RequestFilter,
  query: PageQuery,
): RequestPage {
  const limit = Math.max(1, Math.min(query.limit, MAX_LIMIT))
  const { before, after } = query
  const any = (range: Omit<Range, 'few'>) => seqsOf(selector, filter, range, 1).length > 0
  if (after !== undefined) {
    const found = seqsOf(selector, filter, { newestFirst: false, low: after + 1 }, limit + 1)
    const newer = found.length > limit
    const seqs = found.slice(0, limit).reverse()
    const oldest = seqs.at(-1) ?? after + 1
    return { rows: rowsOf(rows, seqs), newer, older: any({ newestFirst: true, high: oldest - 1 }) }
  }
  const high = before === undefined ? {} : { high: before - 1 }
  const found = seqsOf(selector, filter, { newestFirst: true, ...high }, limit + 1)
  const older = found.length > limit
  const seqs = found.slice(0, limit)
  const newest = seqs[0] ?? (before ?? 0) - 1
  return {
    rows: rowsOf(rows, seqs),
    older,
    newer: before !== undefined && any({ newestFirst: false, low: newest + 1 }),
  }
}

/** The first `limit` numbers of rows that fit. */
export function seqsOf(
  selector: Selector,
  filter: RequestFilter,
  range: Omit<Range, 'few'>,
  limit: number,
): number[] {
  const seqs: number[] = []
  for (const { chunk, columns, rows, count } of selector.pick(filter, { ...range, few: true })) {
    for (let at = 0; at < count && seqs.length < limit; at++) {
      seqs.push(chunk.first + (columns.offset[rows[at] ?? 0] ?? 0))
    }
    if (seqs.length === limit) break
  }
  return seqs
}

function rowsOf(rows: RowReader, seqs: readonly number[]): readonly RequestRow[] {
  return seqs.flatMap((seq) => rows.row(seq) ?? [])
}
