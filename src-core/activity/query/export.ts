import type { RequestDetail, RequestRow } from '../../../src-shared/contract/activity.ts'

const PAGE = 500

/** Where the rows come from, in pages: each page is a question of its own, so others can write in between. */
export interface ExportSource {
  /** The number of the newest row now; 0 without any. */
  newest(): number
  /** The numbers of rows that fit, behind `after` and up to `until`, oldest first, at most `limit`. */
  seqs(after: number, until: number, limit: number): readonly number[]
  row(seq: number): RequestRow | null
  detail(seq: number): RequestDetail | null
}

/** The rows that are there when it begins, oldest first, as one JSON array; a row a line. */
export function* exportJson(source: ExportSource): Generator<string> {
  let separator = '[\n'
  for (const seqs of pages(source)) {
    let piece = ''
    for (const seq of seqs) {
      const detail = source.detail(seq)
      if (!detail) continue
      piece += separator + JSON.stringify(detail)
      separator = ',\n'
    }
    yield piece
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

const COLUMNS = [
  'seq',
  'at',
  'session',
  'client',
  'clientVersion',
  'protocolVersion',
  'transport',
  'method',
  'tool',
  'asked',
  'status',
  'summary',
  'code',
  'message',
  'cache',
  'micros',
  'bytes',
] as const satisfies readonly (keyof RequestRow)[]

/** The same as CSV (RFC 4180), without bodies; times are ISO 8601. */
export function* exportCsv(source: ExportSource): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`
  for (const seqs of pages(source)) {
    let piece = ''
    for (const seq of seqs) {
      const row = source.row(seq)
      if (row) piece += `${COLUMNS.map((column) => cellOf(column, row)).join(',')}\r\n`
    }
    yield piece
  }
}

function* pages(source: ExportSource): Generator<readonly number[]> {
  const until = source.newest()
  let after = 0
  for (;;) {
    const seqs = source.seqs(after, until, PAGE)
    if (seqs.length > 0) yield seqs
    if (seqs.length < PAGE) return
    after = seqs.at(-1) ?? until
  }
}

function cellOf(column: (typeof COLUMNS)[number], row: RequestRow): string {
  return csvCell(column === 'at' ? new Date(row.at).toISOString() : row[column])
}

/** A value as a cell of CSV (RFC 4180). */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // A spreadsheet would run these as formulas.
  const defused = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused
}
