import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { ActivityHealth } from '../../src-shared/activity.ts'
import { PlumblineError } from '../../src-shared/errors.ts'
import type { Logger } from '../log.ts'
import { openDatabase } from '../store/open-database.ts'
import { isDamage } from '../store/open-index.ts'
import { ACTIVITY_VERSION, layoutOf, migrate } from './migrate.ts'
import { setAside } from './set-aside.ts'

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
  /** Called after a damaged file was set aside and a new one opened; `kept` is where the old one lies now. */
  readonly onSetAside: (kept: string) => void
}

// A replaced file is rare: once a second is soon enough, and costs nothing.
const LOOK_EVERY_MS = 1_000
// Opening may meet another process that is making the tables.
const OPEN_TIMEOUT_MS = 2_000
// The caller's thread waits this long and no longer; the rows are tried again.
const WRITE_TIMEOUT_MS = 100

export function openActivityFile<Store>(
  options: ActivityFileOptions,
  prepare: Prepare<Store>,
): ActivityFile<Store> {
  const { file, log } = options
  let db: Database | null = null
  let store: Store | null = null
  let inode = 0
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
    if (!options.writable) {
      if (inodeOf(file) === 0) {
        throw unusable(`There is no log ${file} yet.`, 'It begins with the first request.')
      }
      opened = openToRead(null)
    } else {
      try {
        opened = openToWrite()
      } catch (error) {
        if (!isRefusal(error) || inodeOf(file) === 0) throw error
        opened = openToRead(
          `The log ${file} cannot be written (${messageOf(error)}), so new requests are not kept. Make it writable for your user.`,
        )
      }
    }
    try {
      store = prepare(opened)
    } catch (error) {
      opened.close()
      throw error
    }
    db = opened
    inode = inodeOf(file)
    lookedAt = options.now()
    return store
  }

  function attempt<T>(work: (store: Store, db: Database) => T): T {
    const now = options.now()
    // A clock that was set back must not keep us from looking.
    if (db && Math.abs(now - lookedAt) >= LOOK_EVERY_MS) {
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

  function use<T>(work: (store: Store, db: Database) => T): T {
    try {
      return attempt(work)
    } catch (error) {
      if (isBusy(error)) throw error
      if (isDamage(error) && options.writable) {
        const damaged = db ? inode : inodeOf(file)
        close()
        const kept = setAside(file, damaged, options.nativeBinding, options.now())
        const result = attempt(work)
        if (kept !== null) {
          log(
            'error',
            `The log ${file} was damaged (${messageOf(error)}). It is kept as ${kept}, and a new one begun.`,
          )
          options.onSetAside(kept)
        }
        return result
      }
      // Another connection may do better, and one that failed is not worth keeping.
      if (!(error instanceof PlumblineError) && !isFull(error)) close()
      unavailable = isFull(error) ? null : messageOf(error)
      if (unavailable !== null && logged !== unavailable) {
        logged = unavailable
        log('warn', `The log ${file} cannot be used: ${unavailable}`)
      }
      throw error
    }
  }

  return {
    use,
    write: (work) =>
      use((current, opened) => {
        if (!options.writable || readOnly !== null) throw notWritable(file, readOnly)
        return opened.transaction(() => work(current, opened)).immediate()
      }),
    ask(work) {
      try {
        return use((current, opened) => opened.transaction(() => work(current, opened)).deferred())
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

/** 0 when it is not there. */
function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error) === 'SQLITE_LOCKED'
}

/** True when the disk has no room, or took no more. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_FULL' || codeOf(error) === 'ENOSPC'
}

function isRefusal(error: unknown): boolean {
  const code = codeOf(error)
  return (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    /^(EACCES|EPERM|EROFS)$/.test(code)
  )
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\.$/, '')
}

function notWritable(file: string, why: string | null): PlumblineError {
  return unusable(why ?? `The log ${file} was opened for reading only.`, 'Nothing was changed.')
}

function unusable(message: string, remedy: string, cause?: unknown): PlumblineError {
  return new PlumblineError('activity-unavailable', message, remedy, { cause })
}
