import type { Database } from 'better-sqlite3'
import type { RequestDetail, RequestRow, StandardReference } from '../../../src-shared/contract/activity.ts'
import { restoreTextCopy } from '../text-copy.ts'

const COLUMNS = `r.seq, r.at, s.name AS session, k.client, k.client_version AS clientVersion,
  k.protocol_version AS protocolVersion, k.transport, k.method, k.tool, r.asked AS question, k.status, r.summary, k.code, r.message,
  k.cache, r.micros, r.bytes`
const TABLES = 'requests r JOIN kinds k ON k.id = r.kind JOIN sessions s ON s.id = r.session'

interface DetailRow extends RequestRow {
  readonly rpcId: string | null
  readonly request: string | null
  readonly response: string | null
  readonly cut: number
  /** JSON array. */
  readonly parts: string | null
}

/** The statements that read requests, cleared ones included. */
export interface RequestReader {
  row(seq: number): RequestRow | undefined
  detail(seq: number): RequestDetail | null
  /** Requests after `seq`, oldest first. */
  after(seq: number, limit: number): readonly RequestRow[]
  /** The highest `seq`, 0 without any. */
  newest(): number
}

export function prepareRequestReader(db: Database): RequestReader {
  const row = db.prepare<[number], RequestRow>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE r.seq = ?`)
  const after = db.prepare<[number, number], RequestRow>(
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE r.seq > ? ORDER BY r.seq LIMIT ?`,
  )
  const detail = db.prepare<[number], DetailRow>(`
    SELECT ${COLUMNS}, d.rpc_id AS rpcId, d.request, d.response, d.cut, d.touched AS parts
    FROM ${TABLES} LEFT JOIN details d ON d.seq = r.seq WHERE r.seq = ?`)
  const reference = db.prepare<[number], StandardReference>(
    'SELECT s.name AS id, p.section FROM parts p JOIN standards s ON s.id = p.standard WHERE p.id = ?',
  )
  const newest = db.prepare<[], number | null>('SELECT max(seq) FROM requests').pluck()
  return {
    newest: () => newest.get() ?? 0,
    row: (seq) => row.get(seq),
    after: (seq, limit) => after.all(seq, limit),
    detail(seq) {
      const found = detail.get(seq)
      if (!found) return null
      const { parts, cut, rpcId, ...rest } = found
      const partIds: number[] = parts === null ? [] : JSON.parse(parts)
      return {
        ...rest,
        response: rest.response === null ? null : restoreTextCopy(rest.response),
        rpcId: rpcId === null ? null : JSON.parse(rpcId),
        cut: cut === 1,
        references: partIds.flatMap((part) => reference.get(part) ?? []),
      }
    },
  }
}
