import Database from 'better-sqlite3'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { narrowMode } from './private-home.ts'

export interface DatabaseOptions {
  /** Path of better-sqlite3's `.node` file. Default: the one in its package. */
  readonly nativeBinding?: string | undefined
  /** Page cache in KiB. Default 2,000; small because every stdio server has one. */
  readonly cacheKiB?: number
  /** Default `WAL`. `DELETE` where a lock must also exclude readers, which is impossible with WAL. */
  readonly journal?: 'WAL' | 'DELETE'
  /** How long to wait for a lock of another process, in milliseconds. Default 5,000. */
  readonly busyTimeout?: number
  /** True to require that the file exists, and to write nothing to it, not even with a pragma. */
  readonly readonly?: boolean
  /** Enables incremental vacuum in a new file, so that freed pages can be returned to the disk in small steps. */
  readonly shrinks?: boolean
}

/**
 * Opens a SQLite file, and creates it if it does not exist. All databases are opened here.
 * @throws SqliteError when the file cannot be opened or is not a database
 */
export function openDatabase(file: string, options: DatabaseOptions = {}): Database.Database {
  // The timeout is set at opening, because the switch to WAL may have to wait for a lock, too.
  const db = new Database(file, {
    timeout: options.busyTimeout ?? 5000,
    ...(options.readonly && { readonly: true, fileMustExist: true }),
    ...(options.nativeBinding ? { nativeBinding: loadAddon(options.nativeBinding) as string } : {}),
  })
  try {
    if (options.readonly) return db
    // Before anything is written: `-wal` and `-shm` get the mode of the database. By path, because closing another descriptor of
    // the file would release the locks that this process holds on it.
    narrowMode(file)
    if (options.journal === 'DELETE') return db
    // 8 KiB pages shortened commits by 10-45 %. The size only affects a new file.
    db.pragma('page_size = 8192')
    if (options.shrinks) db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma(`cache_size = -${options.cacheKiB ?? 2000}`)
    // Without a limit the write-ahead log would stay as large as the largest transaction made it.
    db.pragma('journal_size_limit = 67108864')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens a copy of a database in memory, for reading. @throws SqliteError when the bytes are not a database */
export function openInMemory(bytes: Buffer, nativeBinding: string | undefined): Database.Database {
  return new Database(bytes, {
    readonly: true,
    ...(nativeBinding ? { nativeBinding: loadAddon(nativeBinding) as string } : {}),
  })
}

const addons = new Map<string, object>()

/**
 * Loads the native addon. better-sqlite3 accepts the loaded addon, although its types only allow a path. `require` cannot be used,
 * because it cannot load files in a process that was started from a V8 snapshot.
 */
function loadAddon(file: string): unknown {
  const loaded = addons.get(file)
  if (loaded) return loaded
  const module: { exports: object } = { exports: {} }
  try {
    process.dlopen(module, file)
  } catch (error) {
    throw new PlumblineError(
      'installation-broken',
      `Plumbline's database module ${file} cannot be loaded (${error instanceof Error ? error.message : String(error)}).`,
      'Install Plumbline again, in the version for this type of computer.',
      { cause: error },
    )
  }
  addons.set(file, module.exports)
  return module.exports
}
