import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { ActivityHealth } from '../../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import type { Logger } from '../../base/log.ts'
import { openDatabase } from '../../base/open-database.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import {
  BusyElsewhere,
  isBusy,
  isFull,
  isWriteRejected,
  messageOf,
  notWritable,
  unusable,
} from './file-errors.ts'
import { ACTIVITY_VERSION, layoutOf, migrate } from './migrate.ts'
import { isBeingRepaired, setAside } from './set-aside.ts'

/** What is made of a connection once: its statements. */
export type Prepare<Store> = (db: Database) => Store

/** The file `activity.db` as one connection that opens itself, and again after the file was replaced or mended. */
export interface ActivityFile<Store> {
  /**
   * Opens what is not open. A damaged file is set aside, and a new one begun.
   * @throws whatever `work` threw, SqliteError, PlumblineError
   */
  use<T>(work: (store: Store, db: Database) => T): T
  /** As `use`, in one transaction that writes. Not where the file can only be read. */
  write<T>(work: (store: Store, db: Database) => T): T
  /** As `use`, from one state of the file; what goes wrong is told in words. */
  ask<T>(work: (store: Store, db: Database) => T): T
  /** True when nothing can be written however often it is tried. */
  readonly(): boolean
  /** Whether the last use succeeded, and if not, why. */
  health(): Pick<ActivityHealth, 'state' | 'message'>
  /** Tells that something about the writing is wrong, or well again (`null`). */
  setTrouble(trouble: string | null): void
  close(): void
}

export interface ActivityFileOptions {
  readonly file: string
  readonly nativeBinding?: string | undefined
  readonly log: Logger
  readonly now: () => number
  /** False: never writes to the file, nor makes it. */
  readonly writable: boolean
  /** Called after a damaged file was set aside, when the next use makes a new one; `kept` is where the old one lies now. */
  readonly onSetAside: (kept: string) => void
}

// A replaced file is rare: once a second is soon enough, and costs nothing.
const LOOK_EVERY_MS = 1_000
// Opening may meet another process that is making the tables.
const OPEN_TIMEOUT_MS = 2_000
// The caller's thread waits this long and no longer; the rows are tried again.
const WRITE_TIMEOUT_MS = 100
// Rows go to the end of a few trees. Every child has this connection, and would fill whatever it is given.
const WRITER_CACHE_KIB = 256
const ASK_TRIES = 20
const ASK_PAUSE_MS = 10

export function openActivityFile<Store>(
  options: ActivityFileOptions,
  prepare: Prepare<Store>,
): ActivityFile<Store> {
  const { file, log } = options
  let db: Database | null = null
  let store: Store | null = null
  let inode = 0
  // Of the file that is being opened, as it was before: by then another may lie in its place.
  let opening = 0
  let lookedAt = 0
  // Why the open file can only be read.
  let readOnly: string | null = null
  let unavailable: string | null = null
  let trouble: string | null = null
  let logged = ''

  function close(): void {
    store = null
    const closing = db
    db = null
    readOnly = null
    try {
      closing?.close()
    } catch {
      // A damaged file may refuse even that; the connection is forgotten.
    }
  }

  function openToWrite(): Database {
    mkdirSync(dirname(file), { recursive: true })
    const opened = openDatabase(file, {
      nativeBinding: options.nativeBinding,
      busyTimeout: OPEN_TIMEOUT_MS,
      cacheKiB: WRITER_CACHE_KIB,
      shrinks: true,
    })
    try {
      if (layoutOf(opened) > ACTIVITY_VERSION) {
        opened.pragma('query_only = 1')
        readOnly = `The log ${file} was written by a newer version of Plumbline, so this one only reads it. Update Plumbline.`
      } else {
        migrate(opened)
      }
      opened.pragma(`busy_timeout = ${WRITE_TIMEOUT_MS}`)
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  }

  function openToRead(why: string | null): Database {
    const opened = openDatabase(file, {
      nativeBinding: options.nativeBinding,
      busyTimeout: OPEN_TIMEOUT_MS,
      readonly: true,
    })
    try {
      if (layoutOf(opened) === 0) throw new Error('Nothing was logged in it yet')
      readOnly = why
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  }

  function open(): Store {
    let opened: Database
    if (options.writable && isBeingRepaired(file)) throw new BusyElsewhere()
    opening = inodeOf(file)
    if (!options.writable) {
      if (inodeOf(file) === 0) {
        throw unusable(`There is no log ${file} yet.`, 'It begins with the first request.')
      }
      opened = openToRead(null)
    } else {
      try {
        opened = openToWrite()
      } catch (error) {
        if (!isWriteRejected(error) || inodeOf(file) === 0) throw error
        opened = openToRead(
          `The log ${file} cannot be written (${messageOf(error)}), so new requests are not kept. Make it writable for your user.`,
        )
      }
    }
    let prepared: Store
    try {
      prepared = prepare(opened)
    } catch (error) {
      opened.close()
      throw error
    }
    inode = inodeOf(file)
    if (opening !== 0 && inode !== opening) {
      opened.close()
      throw new BusyElsewhere()
    }
    db = opened
    lookedAt = options.now()
    store = prepared
    return prepared
  }

  function attempt<T>(work: (store: Store, db: Database) => T, writes: boolean): T {
    const now = options.now()
    // What is written to a file that was taken away is gone, so writers always look. A clock that was set back must not
    // keep the others from it.
    if (db && (writes || Math.abs(now - lookedAt) >= LOOK_EVERY_MS)) {
      lookedAt = now
      if (inodeOf(file) !== inode) close()
    }
    const current = store ?? open()
    if (!db) throw new Error('The log is closed')
    const result = work(current, db)
    unavailable = null
    logged = ''
    return result
  }

  function use<T>(work: (store: Store, db: Database) => T, writes = false): T {
    try {
      return attempt(work, writes)
    } catch (error) {
      if (isBusy(error)) throw error
      if (!isDamage(error) || !options.writable) throw afterFailure(error)
      try {
        beginAnew(error)
        return attempt(work, writes)
      } catch (failure) {
        throw isBusy(failure) ? failure : afterFailure(failure)
      }
    }
  }

  function beginAnew(damage: unknown): void {
    const damaged = db ? inode : opening
    close()
    const kept = setAside(file, damaged, options.nativeBinding, options.now())
    if (kept === null) return
    log(
      'error',
      `The log ${file} was damaged (${messageOf(damage)}). It is kept as ${kept}, and a new one begun.`,
    )
    options.onSetAside(kept)
  }

  function afterFailure(error: unknown): unknown {
    // Another connection may do better, and one that failed is not worth keeping.
    if (!(error instanceof PlumblineError) && !isFull(error)) close()
    unavailable = isFull(error) ? null : messageOf(error)
    if (unavailable !== null && logged !== unavailable) {
      logged = unavailable
      log('warn', `The log ${file} cannot be used: ${unavailable}`)
    }
    return error
  }

  /** Waits out what takes milliseconds. */
  function patiently<T>(work: () => T): T {
    for (let tries = 0; ; tries++) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error) || tries >= ASK_TRIES) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_PAUSE_MS)
      }
    }
  }

  return {
    use: (work) => use(work),
    write: (work) =>
      use((current, opened) => {
        if (!options.writable || readOnly !== null) throw notWritable(file, readOnly)
        return opened.transaction(() => work(current, opened)).immediate()
      }, true),
    ask(work) {
      try {
        return patiently(() =>
          use((current, opened) => opened.transaction(() => work(current, opened)).deferred()),
        )
      } catch (error) {
        if (error instanceof PlumblineError) throw error
        throw unusable(
          `The log ${file} cannot be read (${messageOf(error)}).`,
          'Look whether the disk is full or the folder is not yours; answers go on without it.',
          error,
        )
      }
    },
    readonly: () => !options.writable || (db !== null && readOnly !== null),
    health() {
      if (unavailable !== null) {
        return {
          state: 'unavailable',
          message: `The log ${file} cannot be used (${unavailable}), so new requests are not kept. Answers go on without it.`,
        }
      }
      if (readOnly !== null) return { state: 'read-only', message: readOnly }
      return { state: trouble === null ? 'ok' : 'read-only', message: trouble }
    },
    setTrouble(next) {
      if (next !== null && next !== trouble) log('warn', next)
      trouble = next
    },
    close,
  }
}
