import type { RequestDetail, RequestRow } from '../../../src-shared/contract/activity.ts'

const PAGE = 500

/** Supplies the requests in pages. Each call is a transaction of its own, so that other processes can write in between. */
export interface ExportSource {
  /** The highest `seq`; 0 without any. */
  newest(): number
  /** The `seq` of matching requests after `after` and up to `until`, oldest first. */
  seqs(after: number, until: number, limit: number): readonly number[]
  row(seq: number): RequestRow | null
  detail(seq: number): RequestDetail | null
}

/** The requests that exist at the first call, oldest first, as a JSON array with one request a line. */
export function* exportJson(source: ExportSource): Generator<string> {
  let separator = '[\n'
  for (const seqs of pages(source)) {
    let piece = ''
    for (const seq of seqs) {
      const detail = source.detail(seq)
      if (!detail) continue
      piece += separator + JSON.stringify(exported(detail))
      separator = ',\n'
    }
    yield piece
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

/** The file names the question `asked` and the references `touched`: new names would break the readers of exported files. */
function exported({ question, references, ...detail }: RequestDetail) {
  return { ...detail, asked: question, touched: references }
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
  'question',
  'status',
  'summary',
  'code',
  'message',
  'cache',
  'micros',
  'bytes',
] as const satisfies readonly (keyof RequestRow)[]

/** The same requests as CSV (RFC 4180), without params and answers. Times are ISO 8601. */
export function* exportCsv(source: ExportSource): Generator<string> {
  const header = COLUMNS.map((column) => (column === 'question' ? 'asked' : column))
  yield `${header.join(',')}\r\n`
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

/** Encodes a value as a CSV field (RFC 4180). */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // A spreadsheet runs text that begins so as a formula; the apostrophe makes it text.
  const escaped = /^\s*[=+\-@]|^[\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped
}
