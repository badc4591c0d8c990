import type { Database } from 'better-sqlite3'
import type { NewError, NewRequest, SessionRecord } from '../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Problem } from '../../src-shared/standard/standard.ts'
import type { ActivityLog, ActivityOptions, LiveSession } from './activity.ts'
import { ActivityFile, type ActivityFileOptions } from './file/activity-file.ts'
import { Maintenance } from './retention/maintenance.ts'
import { ActivityWriter } from './write/activity-writer.ts'
import type { WriteStatements } from './write/write-statements.ts'

/** The recording half of the activity, which every process has. */
export class ActivityRecorder<Statements extends WriteStatements> implements ActivityLog {
  protected readonly now: () => number
  protected readonly fileOptions: ActivityFileOptions
  protected readonly file: ActivityFile<Statements>
  protected readonly writer: ActivityWriter
  protected readonly maintenance: Maintenance
  #isClosed = false

  constructor(options: ActivityOptions, prepare: (db: Database) => Statements) {
    const { settings } = options
    this.now = options.now ?? Date.now
    this.fileOptions = {
      file: options.file,
      nativeBinding: options.nativeBinding,
      log: options.log,
      now: this.now,
      writable: options.writable !== false,
      onSetAside: (path) => this.#reportSetAside(path),
    }
    this.file = new ActivityFile(this.fileOptions, prepare)
    this.writer = new ActivityWriter({ file: this.file, path: options.file, settings, now: this.now })
    this.maintenance = new Maintenance({ file: this.file, settings, now: this.now })
  }

  record(request: NewRequest): void {
    this.writer.record(request)
    this.maintenance.start()
  }

  recordSession(session: LiveSession): void {
    this.writer.recordSession(session)
    this.maintenance.updateSession(session)
    this.maintenance.start()
  }

  report(error: NewError): void {
    this.writer.report(error)
  }

  reportProblems(problems: readonly Problem[]): void {
    this.writer.reportProblems(problems)
  }

  flush(): void {
    this.writer.flush()
  }

  sessions(limit: number): readonly SessionRecord[] {
    this.maintenance.findLost()
    return this.read(({ sessions }) => sessions()(limit))
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.writer.close()
    this.maintenance.close()
    this.file.close()
  }

  /** Queries one state of the file, which includes what this process has queued. @throws PlumblineError */
  protected read<T>(query: (statements: Statements) => T): T {
    this.assertOpen()
    this.writer.flush(0)
    return this.file.read(query)
  }

  /** @throws PlumblineError */
  protected assertOpen(): void {
    if (this.#isClosed)
      throw new PlumblineError(
        'activity-unavailable',
        'The activity database was closed.',
        'Start Plumbline again.',
      )
  }

  #reportSetAside(path: string): void {
    const notice = `The activity database was damaged and a new one was created. The old one is ${path}.`
    try {
      this.file.write((_statements, db) => {
        db.prepare('UPDATE state SET notice = ?, noticed_at = ?').run(notice, this.now())
      })
    } catch {
      // The report below says the same.
    }
    this.writer.report({
      source: 'system',
      code: 'activity-damaged',
      title: 'The activity database was damaged and replaced',
      where: 'activity.db',
      line: null,
      cause: notice,
      remedy: 'Nothing needs to be done. If it happens again, check the health of the disk.',
      stack: null,
      client: null,
    })
  }
}
