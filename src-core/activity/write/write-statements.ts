import type { Database } from 'better-sqlite3'
import { once } from '../../base/once.ts'
import { prepareRetention, type Retention } from '../retention/retention.ts'
import { prepareSessionList } from './session-rows.ts'
import { type BatchWriter, prepareBatchWriter } from './write-batch.ts'

/** The statements of a connection that writes; each group is prepared when it is first used. */
export interface WriteStatements {
  readonly writer: () => BatchWriter
  readonly retention: () => Retention
  readonly sessions: () => ReturnType<typeof prepareSessionList>
}

export function prepareWriteStatements(db: Database): WriteStatements {
  return {
    writer: once(() => prepareBatchWriter(db)),
    retention: once(() => prepareRetention(db)),
    sessions: once(() => prepareSessionList(db)),
  }
}
