import type { Database } from 'better-sqlite3'
import { prepareTender, type Tender } from '../retention/retention.ts'
import { prepareSessionList } from './session-rows.ts'
import { type BatchWriter, prepareBatchWriter } from './write-batch.ts'

/** The statements of one connection that writes, each group made when it is first needed. */
export interface LogStore {
  readonly writer: () => BatchWriter
  readonly tender: () => Tender
  readonly sessions: () => ReturnType<typeof prepareSessionList>
}

export function prepareLogStore(db: Database): LogStore {
  return {
    writer: once(() => prepareBatchWriter(db)),
    tender: once(() => prepareTender(db)),
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
