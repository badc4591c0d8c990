import type { Database } from 'better-sqlite3'
import { type ErrorReader, prepareErrorReader } from '../errors/error-groups.ts'
import { type GapReader, prepareGaps } from '../gaps/gaps.ts'
import { type ActivityTables, once, prepareActivityTables } from '../write/activity-store.ts'
import { prepareRows, type RowReader } from './rows.ts'
import { prepareSelector, type Selector } from './select.ts'
import { prepareUsage, type UsageReader } from './usage.ts'

/** The statements of a connection that is asked questions too. */
export interface ReadableStore extends ActivityTables {
  readonly reader: () => ActivityReader
}

export interface ActivityReader {
  readonly selector: Selector
  readonly rows: RowReader
  readonly usage: UsageReader
  readonly gaps: GapReader
  readonly errors: ErrorReader
}

// Whoever asks reads all over the file; who only writes does not.
const READER_CACHE_KIB = 16_000

export function prepareReadableStore(db: Database): ReadableStore {
  return {
    ...prepareActivityTables(db),
    reader: once(() => {
      db.pragma(`cache_size = -${READER_CACHE_KIB}`)
      const selector = prepareSelector(db)
      return {
        selector,
        rows: prepareRows(db),
        usage: prepareUsage(db, selector),
        gaps: prepareGaps(db, selector),
        errors: prepareErrorReader(db),
      }
    }),
  }
}
