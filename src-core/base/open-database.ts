import Database from 'better-sqlite3'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

/** How a connection is to be opened. */
export interface DatabaseOptions {
  /** better-sqlite3's `.node` file; absent: the one inside its package. */
  readonly nativeBinding?: string | undefined
  /** Page cache in KiB. Small by default: every stdio child has one. */
  readonly cacheKiB?: number
  /** `DELETE` only where a lock must keep everyone out, which WAL does not. */
  readonly journal?: 'WAL' | 'DELETE'
  /** How long to wait for another process's lock, in milliseconds. */
  readonly busyTimeout?: number
  /** The file must be there and is not written to, by no pragma either. */
  readonly readonly?: boolean
  /** Lets a new file give freed pages back to the disk a few at a time. */
  readonly shrinks?: boolean
}

/**
 * Opens a SQLite file, creating it when it is not there. The one place that opens connections.
 * @throws SqliteError when the file cannot be opened or is not a database
 */
export function openDatabase(file: string, options: DatabaseOptions = {}): Database.Database {
  // The timeout goes first, as the switch to WAL may itself meet a lock.
  const db = new Database(file, {
    timeout: options.busyTimeout ?? 5000,
    ...(options.readonly && { readonly: true, fileMustExist: true }),
    ...(options.nativeBinding ? { nativeBinding: loadAddon(options.nativeBinding) as string } : {}),
  })
  try {
    if (options.journal === 'DELETE' || options.readonly) return db
    // 8 KiB pages made commits 10-45 % shorter; only a new file takes the size.
    db.pragma('page_size = 8192')
    if (options.shrinks) db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma(`cache_size = -${options.cacheKiB ?? 2000}`)
    // Without a limit the log stays as large as the largest bulk load made it.
    db.pragma('journal_size_limit = 67108864')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const addons = new Map<string, object>()

/**
 * Loads the addon, which better-sqlite3 takes although its types know a path only. Done without `require`, which knows
 * no files when the process was started from a V8 snapshot.
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
      `Plumbline's database part ${file} cannot be loaded (${error instanceof Error ? error.message : String(error)}).`,
      'Install Plumbline anew, for this kind of machine.',
      { cause: error },
    )
  }
  addons.set(file, module.exports)
  return module.exports
}
