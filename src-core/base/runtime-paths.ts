import { join } from 'node:path'

/** Paths of the parts that cannot be bundled. Each entry point passes the paths of its own layout. */
export interface RuntimePaths {
  /** Path of better-sqlite3's `.node` file. Default: the one in its package. */
  readonly nativeBinding?: string | undefined
  /** The script of the indexing worker thread. */
  readonly indexerWorker: string
  /** The script of the thread that reads large configuration files of clients. */
  readonly configWorker: string
  /** The folder with the standards that a new library starts with. */
  readonly starterStandards: string
}

/** The paths in `dist/` and in the installed app. @param folder the folder that contains `server.mjs` */
export function builtPaths(folder: string): RuntimePaths {
  return {
    nativeBinding: join(folder, 'better_sqlite3.node'),
    indexerWorker: join(folder, 'indexer.mjs'),
    configWorker: join(folder, 'client-config.mjs'),
    starterStandards: join(folder, '../starter-standards'),
  }
}
