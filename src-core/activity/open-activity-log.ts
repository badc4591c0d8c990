import type { Database } from 'better-sqlite3'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Settings } from '../../src-shared/contract/settings.ts'
import type { Logger } from '../base/log.ts'
import type { ActivityLog } from './activity.ts'
import { type ActivityFile, type ActivityFileOptions, openActivityFile } from './file/activity-file.ts'
import { createMaintenance, type Maintenance } from './retention/maintenance.ts'
import { type ActivityTables, prepareActivityTables } from './write/activity-store.ts'
import { type ActivityWriter, createActivityWriter } from './write/activity-writer.ts'

/** What the log needs. */
export interface ActivityOptions {
  /** Absolute path of `activity.db`. */
  readonly file: string
  readonly nativeBinding?: string | undefined
  /** Asked for each batch, so that a change counts at once. */
  readonly settings: () => Settings['activity']
  readonly log: Logger
  /** Milliseconds since the epoch; for heartbeats, retention and days. Default: the system's clock. */
  readonly now?: () => number
  /** False: only reads, and makes no file. Default true. */
  readonly writable?: boolean
}

/** What the log is made of, for what asks it more than every process does. */
export interface ActivityParts<Store extends ActivityTables> {
  readonly file: ActivityFile<Store>
  readonly fileOptions: ActivityFileOptions
  readonly writer: ActivityWriter
  readonly keeper: Maintenance
  readonly now: () => number
  readonly log: ActivityLog
  /**
   * Asks one state of the log, with everything in it that this process has queued.
   * @throws PlumblineError
   */
  ask<T>(question: (store: Store) => T): T
  /** @throws PlumblineError after `log.close` */
  needOpen(): void
}

/** The log of a process that writes it. Costs next to nothing: the file is opened when something is to be written. */
export function openActivityLog(options: ActivityOptions): ActivityLog {
  return openActivityParts(options, prepareActivityTables).log
}

/** @param prepare makes the statements of a connection */
export function openActivityParts<Store extends ActivityTables>(
  options: ActivityOptions,
  prepare: (db: Database) => Store,
): ActivityParts<Store> {
  const now = options.now ?? Date.now
  const fileOptions: ActivityFileOptions = {
    file: options.file,
    nativeBinding: options.nativeBinding,
    log: options.log,
    now,
    writable: options.writable !== false,
    onSetAside: tellSetAside,
  }
  const file = openActivityFile(fileOptions, prepare)
  const writer = createActivityWriter({ file, path: options.file, settings: options.settings, now })
  const keeper = createMaintenance({ file, settings: options.settings, now })
  let closed = false

  function tellSetAside(kept: string): void {
    const notice = `The log was damaged and a new one begun. The old one is kept as ${kept}.`
    try {
      file.write((_store, db) => {
        db.prepare('UPDATE state SET notice = ?, noticed_at = ?').run(notice, now())
      })
    } catch {
      // The failure below says the same.
    }
    writer.report({
      source: 'system',
      code: 'activity-damaged',
      title: 'The activity log was damaged and begun anew',
      where: 'activity.db',
      line: null,
      cause: notice,
      remedy: 'Nothing needs to be done. If it happens again, look at the health of the disk.',
      stack: null,
      client: null,
    })
  }

  function needOpen(): void {
    if (closed)
      throw new PlumblineError('activity-unavailable', 'The log was closed.', 'Start Plumbline again.')
  }

  function ask<T>(question: (store: Store) => T): T {
    needOpen()
    writer.flush(0)
    return file.ask(question)
  }

  const log: ActivityLog = {
    record(request) {
      writer.record(request)
      keeper.start()
    },
    recordSession(session) {
      writer.recordSession(session)
      keeper.noteSession(session)
      keeper.start()
    },
    report: writer.report,
    reportProblems: writer.reportProblems,
    flush: () => writer.flush(),
    sessions(limit) {
      keeper.findLost()
      return ask((store) => store.sessions()(limit))
    },
    async close() {
      if (closed) return
      closed = true
      writer.close()
      keeper.close()
      file.close()
    },
  }

  return { file, fileOptions, writer, keeper, now, log, ask, needOpen }
}
