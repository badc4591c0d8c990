import type { Database } from 'better-sqlite3'
import { begin } from './migrations/001-begin.ts'

/** One step of the file's layout; what was written before stays. */
export interface Migration {
  /** The `user_version` that it leads to. */
  readonly version: number
  readonly sql: string
}

// In order. A migration that was shipped is never changed.
const MIGRATIONS: readonly Migration[] = [begin]

/** The newest layout that this version of Plumbline knows. */
export const ACTIVITY_VERSION = MIGRATIONS.at(-1)?.version ?? 0

/** The layout of an open file: 0 when it is new. */
export function layoutOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Brings the file to the newest layout, one transaction a step. Several processes may do so at once. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  for (const { version, sql } of migrations) {
    if (layoutOf(db) >= version) continue
    db.transaction(() => {
      // Another process may have been quicker.
      if (layoutOf(db) >= version) return
      db.exec(sql)
      db.pragma(`user_version = ${version}`)
    }).immediate()
  }
}
