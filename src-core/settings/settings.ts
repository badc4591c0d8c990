import { readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { type Settings, type SettingsChange, SettingsSchema } from '../../src-shared/contract/settings.ts'
import { isObject } from '../../src-shared/is-object.ts'
import { onHeartbeat } from '../base/heartbeat.ts'
import { openDatabase } from '../base/open-database.ts'
import { isDamage } from '../base/sqlite-errors.ts'
import { storageErrorOf } from '../base/storage-errors.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import { isEmptyText, replaceEmptyFile } from './empty-file.ts'
import {
  applyChange,
  describeIssue,
  FileSettingsSchema,
  type JsonObject,
  replaceInvalid,
} from './settings-values.ts'

/** The settings in `settings.json`, which other processes and the user's editor may change at any time. */
export interface SettingsService {
  /**
   * The settings in effect. An invalid value in the file is replaced by the last valid one, or the default. While the file cannot
   * be read, all settings stay as they are. Checks the file at most once a second.
   */
  current(): Settings
  /** Checks the file immediately. */
  refresh(): void
  /**
   * Writes the changed values. The rest of the file, including unknown keys, stays as it is.
   * @throws PlumblineError `settings-wrong` when a key or value is invalid; then nothing is changed
   * @throws PlumblineError `settings-broken` when the file is not JSON or cannot be written; then nothing is changed
   */
  change(change: SettingsChange): Settings
  /** Subscribes to changes of the settings or of `problem()`, by any process. Returns an unsubscribe function. */
  onChange(listener: (settings: Settings) => void): () => void
  /** The problem with the file, its position and the remedy; `null` when there is none. */
  problem(): string | null
  /** True when the chosen library is unknown, because the file or its value for the library is invalid. */
  isLibraryUnknown(): boolean
  close(): void
}

// Parsed while the snapshot is built, so that a start without a settings file takes no time for it.
const ALL_DEFAULT = FileSettingsSchema.safeParse({})
const DEFAULTS = SettingsSchema.parse({})
const NO_FILE = 'none'
const CHECK_INTERVAL_MS = 1_000
const LOCK_TIMEOUT_MS = 5_000
const IS_EMPTY = 'is empty'
const BROKEN_REMEDY = 'Correct it, or delete it to start with the defaults.'

/**
 * Opens the settings. Without a file, all settings have their defaults.
 * @param nativeBinding see {@link openDatabase}
 * @param lost returns what is known of the settings in an empty file, as a full disk leaves it behind. Such a file is set aside, and
 *   a new one takes its place. Absent: an empty file is a problem like any other
 */
export function createSettings(
  file: string,
  nativeBinding?: string | undefined,
  lost?: () => SettingsChange,
): SettingsService {
  const listeners = new Set<(settings: Settings) => void>()
  let settings = DEFAULTS
  let problem: string | null = null
  let isLibraryKnown = false
  let lastStamp = ''
  let checkedAt = 0
  let lastNotified = ''
  let endChecks = () => {}
  const withFileLock = (work: () => void) => withLock(file, nativeBinding, work)
  const replaced = lost ? replaceEmptyFile(file, lost, withFileLock) : null
  let notice = replaced?.notice ?? null

  function reload(): void {
    checkedAt = Date.now()
    const stamp = stampOf(file)
    if (stamp === lastStamp) return
    lastStamp = stamp
    accept(stamp === NO_FILE ? {} : readFile())
  }

  /** What could not be written in place of an empty file is in effect all the same. */
  function readFile(): JsonObject | string {
    const raw = readRaw(file)
    return raw === IS_EMPTY && replaced !== null ? replaced.content : raw
  }

  function accept(raw: JsonObject | string): void {
    if (typeof raw === 'string') {
      problem = `The settings file ${file} ${raw}. ${BROKEN_REMEDY}`
      return
    }
    const parsed = lastStamp === NO_FILE ? ALL_DEFAULT : FileSettingsSchema.safeParse(raw)
    if (parsed.success) {
      settings = parsed.data
      problem = null
      isLibraryKnown = true
      return
    }
    const { issues } = parsed.error
    problem = `In the settings file ${file}, ${issues.map(describeIssue).join('; ')}. ${BROKEN_REMEDY}`
    isLibraryKnown ||= issues.every(({ path }) => path[0] !== 'library')
    settings = FileSettingsSchema.parse(replaceInvalid(raw, issues, settings))
  }

  /** Must not be called while the lock is held, because a listener may change settings as well. */
  function notifyListeners(): void {
    if (listeners.size === 0) return
    const text = JSON.stringify([settings, problem, notice])
    if (text === lastNotified) return
    lastNotified = text
    for (const listener of listeners) listener(settings)
  }

  function refresh(): void {
    reload()
    notifyListeners()
  }

  reload()

  return {
    current() {
      if (Date.now() - checkedAt >= CHECK_INTERVAL_MS) refresh()
      return settings
    },
    refresh,
    change(change) {
      withFileLock(() => {
        const raw = readFile()
        if (typeof raw === 'string')
          throw broken(`The settings file ${file} ${raw}, so nothing was changed.`, null)
        reload()
        writeSettings(file, applyChange(raw, settings, change))
      })
      notice = null
      refresh()
      return settings
    },
    onChange(listener) {
      if (listeners.size === 0) {
        lastNotified = JSON.stringify([settings, problem, notice])
        endChecks = onHeartbeat(refresh)
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) endChecks()
      }
    },
    problem: () => problem ?? notice,
    isLibraryUnknown: () => !isLibraryKnown,
    close() {
      listeners.clear()
      endChecks()
    },
  }
}

/** The content of the file, `{}` without a file, or a string with the reason why it cannot be read. */
function readRaw(file: string): JsonObject | string {
  try {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
    if (isEmptyText(text)) return IS_EMPTY
    const raw: unknown = JSON.parse(text)
    return isObject(raw) ? raw : 'is not a JSON object'
  } catch (error) {
    if (error instanceof SyntaxError) return `is not JSON (${error.message})`
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    return `cannot be read (${describeError(error)})`
  }
}

function writeSettings(file: string, raw: JsonObject): void {
  try {
    writeAtomically(file, `${JSON.stringify(raw, null, 2)}\n`)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

/** Runs `change` under a lock that excludes all other processes. The operating system releases the lock of a crashed process. */
function withLock(file: string, nativeBinding: string | undefined, change: () => void): void {
  const lock = lockFile(file, nativeBinding)
  try {
    change()
  } finally {
    lock.close()
  }
}

/** Returns a connection that holds the lock. A damaged lock file is replaced, because it holds nothing. */
function lockFile(file: string, nativeBinding: string | undefined): Database {
  const lockPath = join(dirname(file), 'settings.lock')
  const options = { nativeBinding, journal: 'DELETE', busyTimeout: LOCK_TIMEOUT_MS } as const
  for (let attempt = 1; ; attempt++) {
    let lock: Database | null = null
    try {
      lock = openDatabase(lockPath, options)
      lock.exec('BEGIN EXCLUSIVE')
      return lock
    } catch (error) {
      lock?.close()
      if (!isDamage(error) || attempt > 1) throw cannotWrite(file, error)
      rmSync(lockPath, { force: true })
    }
  }
}

/** A text that changes whenever the content of the file may have changed. */
function stampOf(file: string): string {
  try {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
    return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}` : NO_FILE
  } catch (error) {
    return String(error)
  }
}

function cannotWrite(file: string, error: unknown): PlumblineError {
  const storage = storageErrorOf(error, dirname(file))
  if (storage !== null) {
    const sentence = `The settings file ${file} cannot be written. ${storage.message}`
    return new PlumblineError('settings-broken', sentence, storage.remedy, { cause: error })
  }
  const message = `The settings file ${file} cannot be written (${describeError(error)}).`
  return new PlumblineError('settings-broken', message, 'Make it writable for your user, and try again.', {
    cause: error,
  })
}

function broken(message: string, cause: unknown): PlumblineError {
  return new PlumblineError('settings-broken', message, BROKEN_REMEDY, { cause })
}
