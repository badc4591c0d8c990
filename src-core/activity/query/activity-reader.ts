import type { Database } from 'better-sqlite3'
import { once } from '../../base/once.ts'
import { type ErrorReader, prepareErrorReader } from '../errors/error-groups.ts'
import { GapReader } from '../gaps/gap-reader.ts'
import { prepareWriteStatements, type WriteStatements } from '../write/write-statements.ts'
import { prepareRequestReader, type RequestReader } from './request-rows.ts'
import { Selector } from './selector.ts'
import { UsageReader } from './usage.ts'

/** The statements of a connection that also answers queries. */
export interface ActivityStatements extends WriteStatements {
  readonly reader: () => ActivityReader
}

export interface ActivityReader {
  readonly selector: Selector
  readonly requests: RequestReader
  readonly usage: UsageReader
  readonly gaps: GapReader
  readonly errors: ErrorReader
}

// Queries read all over the file, unlike writes.
const READER_CACHE_KIB = 16_000

export function prepareActivityStatements(db: Database): ActivityStatements {
  return {
    ...prepareWriteStatements(db),
    reader: once(() => {
      db.pragma(`cache_size = -${READER_CACHE_KIB}`)
      const selector = new Selector(db)
      return {
        selector,
        requests: prepareRequestReader(db),
        usage: new UsageReader(db, selector),
        gaps: new GapReader(db, selector),
        errors: prepareErrorReader(db),
      }
    }),
  }
}
