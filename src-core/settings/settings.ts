import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { type Settings, type SettingsChange, SettingsSchema } from '../../src-shared/contract/settings.ts'
import { openDatabase } from '../base/open-database.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import { applyChange, describeIssue, isObject, type JsonObject, putRight } from './settings-values.ts'

/** What the user chose, as `settings.json` has it now, whichever process or editor wrote it. */
export interface SettingsService {
  /**
   * The settings in force. A value in the file that cannot be is replaced by the last one that could, or the default; a
   * file that cannot be read leaves everything as it was. Looks at the disk once a second at most.
   */
  current(): Settings
  /** Looks at the disk now, whenever it was looked at last. */
  refresh(): void
  /**
   * Writes what changed and leaves the rest of the file, unknown keys included, as it is.
   * @throws PlumblineError `settings-wrong` when a value cannot be, and nothing is changed
   * @throws PlumblineError `settings-broken` when the file is no JSON, and is not touched, or cannot be written
   */
  change(change: SettingsChange): Settings
  /** Called when the settings, or what is wrong with them, changed, whoever changed them. Returns what ends it. */
  onChange(listener: (settings: Settings) => void): () => void
  /** What is wrong with the file and where, with the remedy; `null` while all is well. */
  problem(): string | null
  /** True when the library that the user chose cannot be told, because the file or that value is broken. */
  isLibraryUnknown(): boolean
  close(): void
}

// Parsed when the program is built into a snapshot, so that a start without a file costs nothing.
const ALL_DEFAULT = SettingsSchema.safeParse({})
const DEFAULTS = SettingsSchema.parse({})
const NO_FILE = 'none'
const LOOK_EVERY_MS = 1_000
const LOCK_PATIENCE_MS = 5_000
const BROKEN_REMEDY = 'Mend it, or delete it to begin with the defaults.'

/**
 * Opens the settings; a file that is not there has all defaults.
 * @param nativeBinding as in {@link openDatabase}
 */
export function createSettings(file: string, nativeBinding?: string | undefined): SettingsService {
  const listeners = new Set<(settings: Settings) => void>()
  let settings = DEFAULTS
  let trouble: string | null = null
  let libraryKnown = false
  let seen = ''
  let lookedAt = 0
  let told = ''
  let poll: NodeJS.Timeout | undefined

  function look(): void {
    lookedAt = Date.now()
    const stamp = stampOf(file)
    if (stamp === seen) return
    seen = stamp
    take(stamp === NO_FILE ? {} : readRaw(file))
  }

  function take(raw: JsonObject | string): void {
    if (typeof raw === 'string') {
      trouble = `The settings file ${file} ${raw}. ${BROKEN_REMEDY}`
      return
    }
    const parsed = seen === NO_FILE ? ALL_DEFAULT : SettingsSchema.safeParse(raw)
    if (parsed.success) {
      settings = parsed.data
      trouble = null
      libraryKnown = true
      return
    }
    const { issues } = parsed.error
    trouble = `In the settings file ${file}, ${issues.map(describeIssue).join('; ')}. ${BROKEN_REMEDY}`
    libraryKnown ||= issues.every(({ path }) => path[0] !== 'library')
    settings = SettingsSchema.parse(putRight(raw, issues, settings))
  }

  /** Not while the lock is held: a listener may want to change something too. */
  function tell(): void {
    if (listeners.size === 0) return
    const now = JSON.stringify([settings, trouble])
    if (now === told) return
    told = now
    for (const listener of listeners) listener(settings)
  }

  function lookAndTell(): void {
    look()
    tell()
  }

  look()

  return {
    current() {
      if (Date.now() - lookedAt >= LOOK_EVERY_MS) lookAndTell()
      return settings
    },
    refresh: lookAndTell,
    change(change) {
      withLock(file, nativeBinding, () => {
        const raw = readRaw(file)
        if (typeof raw === 'string')
          throw broken(`The settings file ${file} ${raw}, so nothing was changed.`, null)
        look()
        writeSettings(file, applyChange(raw, settings, change))
      })
      lookAndTell()
      return settings
    },
    onChange(listener) {
      if (listeners.size === 0) {
        told = JSON.stringify([settings, trouble])
        poll = setInterval(lookAndTell, LOOK_EVERY_MS)
        poll.unref()
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearInterval(poll)
      }
    },
    problem: () => trouble,
    isLibraryUnknown: () => !libraryKnown,
    close() {
      listeners.clear()
      clearInterval(poll)
    },
  }
}

/** The file as it is; `{}` without one; a string says why it cannot be read. */
function readRaw(file: string): JsonObject | string {
  try {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
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

/** Reading, changing and writing are one step for all processes: the lock is freed by the system when its holder dies. */
function withLock(file: string, nativeBinding: string | undefined, work: () => void): void {
  const lock = openLock(file, nativeBinding)
  try {
    try {
      lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      throw cannotWrite(file, error)
    }
    work()
  } finally {
    lock.close()
  }
}

function openLock(file: string, nativeBinding: string | undefined) {
  try {
    const options = { nativeBinding, journal: 'DELETE', busyTimeout: LOCK_PATIENCE_MS } as const
    return openDatabase(join(dirname(file), 'settings.lock'), options)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

/** Another text whenever the file may hold something else. */
function stampOf(file: string): string {
  try {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
    return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}` : NO_FILE
  } catch (error) {
    return String(error)
  }
}

function cannotWrite(file: string, error: unknown): PlumblineError {
  const what = `The settings file ${file} cannot be written (${describeError(error)}).`
  return new PlumblineError('settings-broken', what, 'Make it writable for your user, and try again.', {
    cause: error,
  })
}

function broken(what: string, cause: unknown): PlumblineError {
  return new PlumblineError('settings-broken', what, BROKEN_REMEDY, { cause })
}
