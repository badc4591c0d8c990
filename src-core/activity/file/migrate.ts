import type { Database } from 'better-sqlite3'
import { begin } from './migrations/001-begin.ts'
import type { Migration } from './migrations/migration.ts'

// In order of version. The statements of a released migration never change.
const MIGRATIONS: readonly Migration[] = [begin]

/** The newest schema version that this version of Plumbline can write. */
export const ACTIVITY_VERSION = MIGRATIONS.at(-1)?.version ?? 0

/** The schema version of an open file; 0 for a new file. */
export function schemaVersionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Brings the file to {@link ACTIVITY_VERSION}, in one transaction a step. Several processes may run it at the same time. */
export function migrate(db: Database): void {
  for (const { version, sql } of MIGRATIONS) {
    if (schemaVersionOf(db) >= version) continue
    db.transaction(() => {
      // Another process may have run this step before the transaction began.
      if (schemaVersionOf(db) >= version) return
      db.exec(sql)
      db.pragma(`user_version = ${version}`)
    }).immediate()
  }
}
