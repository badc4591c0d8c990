import { join } from 'node:path'

/** Where the parts that cannot be bundled lie. Each entry point knows its own layout and passes this in. */
export interface RuntimePaths {
  /** better-sqlite3's `.node` file; absent: the one inside its package. */
  readonly nativeBinding?: string | undefined
  /** The script of the indexing worker thread. */
  readonly indexerWorker: string
  /** The folder that a new library is filled from. */
  readonly starterStandards: string
}

/** The layout of `dist/` and of the installed app. @param folder the one that holds `server.mjs` */
export function builtPaths(folder: string): RuntimePaths {
  return {
    nativeBinding: join(folder, 'better_sqlite3.node'),
    indexerWorker: join(folder, 'indexer.mjs'),
    starterStandards: join(folder, '../starter-standards'),
  }
}
