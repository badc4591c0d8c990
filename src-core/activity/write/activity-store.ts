import type { Database } from 'better-sqlite3'
import { prepareRetention, type Retention } from '../retention/retention.ts'
import { prepareSessionList } from './session-rows.ts'
import { type BatchWriter, prepareBatchWriter } from './write-batch.ts'

/** The statements of one connection that writes, each group made when it is first needed. */
export interface ActivityTables {
  readonly writer: () => BatchWriter
  readonly tender: () => Retention
  readonly sessions: () => ReturnType<typeof prepareSessionList>
}

export function prepareActivityTables(db: Database): ActivityTables {
  return {
    writer: once(() => prepareBatchWriter(db)),
    tender: once(() => prepareRetention(db)),
    sessions: once(() => prepareSessionList(db)),
  }
}

/** `make`, whose result is kept. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
