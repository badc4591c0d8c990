import type { Database } from 'better-sqlite3'
import { type ErrorReader, prepareErrorReader } from './error-groups.ts'
import { type GapReader, prepareGaps } from './gaps.ts'
import { prepareRows, type RowReader } from './rows.ts'
import { prepareSelector, type Selector } from './select.ts'
import { prepareSessionList } from './session-rows.ts'
import { prepareTender, type Tender } from './tend.ts'
import { prepareUsage, type UsageReader } from './usage.ts'
import { type BatchWriter, prepareBatchWriter } from './write-batch.ts'

/** The statements of one connection, each group made when it is first needed: a child that only writes needs few. */
export interface LogStore {
  readonly writer: () => BatchWriter
  readonly tender: () => Tender
  readonly reader: () => LogReader
}

export interface LogReader {
  readonly selector: Selector
  readonly rows: RowReader
  readonly usage: UsageReader
  readonly gaps: GapReader
  readonly errors: ErrorReader
  readonly sessions: ReturnType<typeof prepareSessionList>
}

// Whoever asks reads all over the file; a child that writes does not.
const READER_CACHE_KIB = 16_000

export function prepareLogStore(db: Database): LogStore {
  return {
    writer: once(() => prepareBatchWriter(db)),
    tender: once(() => prepareTender(db)),
    reader: once(() => {
      db.pragma(`cache_size = -${READER_CACHE_KIB}`)
      const selector = prepareSelector(db)
      return {
        selector,
        rows: prepareRows(db),
        usage: prepareUsage(db, selector),
        gaps: prepareGaps(db, selector),
        errors: prepareErrorReader(db),
        sessions: prepareSessionList(db),
      }
    }),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
