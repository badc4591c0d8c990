import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type {
  ActivityFigures,
  ActivityHealth,
  ClientDays,
  ErrorGroup,
  Gap,
  PageQuery,
  RequestDetail,
  RequestFilter,
  RequestPage,
  StandardUsage,
  Usage,
} from '../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Activity, ActivityChanges, ActivityOptions } from './activity.ts'
import { ActivityRecorder } from './activity-recorder.ts'
import { isTemporary, messageOf, unavailable } from './file/file-errors.ts'
import type { GapQuery } from './gaps/gap-reader.ts'
import {
  type ActivityReader,
  type ActivityStatements,
  prepareActivityStatements,
} from './query/activity-reader.ts'
import { type ExportSource, exportCsv, exportJson } from './query/export.ts'
import { figuresOf } from './query/figures.ts'
import { pageOf, seqsOf } from './query/page.ts'
import type { Selector } from './query/selector.ts'
import { Tail } from './query/tail.ts'

// A person waits for the change.
const CHANGE_PATIENCE_MS = 2_000
// A notice, as of a damaged file, is reported for a day.
const NOTICE_LIFETIME_MS = 86_400_000

/** The activity of a process that records and shows it. */
export class ReadableActivity extends ActivityRecorder<ActivityStatements> implements Activity {
  readonly #tail: Tail

  constructor(options: ActivityOptions) {
    super(options, prepareActivityStatements)
    this.#tail = new Tail(this.fileOptions)
  }

  follow(listener: (changes: ActivityChanges) => void): () => void {
    this.assertOpen()
    const unfollow = this.#tail.follow(listener)
    const unwatch = this.maintenance.watch()
    let isFollowing = true
    return () => {
      if (!isFollowing) return
      isFollowing = false
      unfollow()
      unwatch()
    }
  }

  page(filter: RequestFilter, query: PageQuery): RequestPage {
    return this.#query(({ selector, requests }) => pageOf(selector, requests, filter, query))
  }

  request(seq: number): RequestDetail | null {
    return this.#query(({ selector, requests }) =>
      seq > selector.state().clearedUpTo ? requests.detail(seq) : null,
    )
  }

  count(filter: RequestFilter): number {
    return this.#query(({ selector }) => selector.count(filter))
  }

  figures(filter: RequestFilter, from: number, to: number, steps: number): ActivityFigures {
    return this.#query(({ selector }) => figuresOf(selector, filter, { from, to, steps, now: this.now() }))
  }

  names(): ReturnType<Activity['names']> {
    return this.#query(({ selector }) => namesOf(selector))
  }

  errors({ acknowledged }: { readonly acknowledged: boolean }): readonly ErrorGroup[] {
    return this.#query(({ errors, selector }) => errors.list(acknowledged, selector.state().clearedUpTo))
  }

  countErrors(): number {
    return this.#query(({ errors }) => errors.countUnacknowledged())
  }

  acknowledgeErrors(ids: readonly string[] | null, acknowledged = true): void {
    this.#change(({ writer }, db) => {
      const changed = writer().errors.acknowledge(ids, acknowledged ? this.now() : null)
      if (changed > 0) db.exec('UPDATE state SET errors = errors + 1')
    })
  }

  clearErrors(ids: readonly string[] | null): void {
    this.#change(({ writer }, db) => {
      if (writer().errors.delete(ids) > 0) db.exec('UPDATE state SET errors = errors + 1')
    })
  }

  gaps(query: GapQuery): readonly Gap[] {
    return this.#query(({ gaps }) => gaps.list(query))
  }

  dismissGap(id: string, dismissed: boolean): void {
    this.#change((_statements, db) => {
      const setDismissed = db.prepare('UPDATE gaps SET dismissed_at = ? WHERE id = ?')
      if (setDismissed.run(dismissed ? this.now() : null, Number(id)).changes > 0)
        db.exec('UPDATE state SET gaps = gaps + 1')
    })
  }

  usage({ from, client }: { readonly from: number; readonly client?: string | undefined }): readonly Usage[] {
    return this.#query(({ usage }) => usage.usage(from, client))
  }

  standardUsage(id: string, days: number): StandardUsage {
    return this.#query(({ usage }) => usage.standardUsage(id, days, this.now()))
  }

  clientDays(days: number): readonly ClientDays[] {
    return this.#query(({ usage }) => usage.clientDays(days, this.now()))
  }

  export(filter: RequestFilter, format: 'json' | 'csv'): Iterable<string> {
    const source: ExportSource = {
      newest: () => this.#query(({ requests }) => requests.newest()),
      seqs: (after, until, limit) =>
        this.#query(({ selector }) =>
          seqsOf(selector, filter, { newestFirst: false, low: after + 1, high: until }, limit),
        ),
      row: (seq) => this.#query(({ requests }) => requests.row(seq) ?? null),
      detail: (seq) => this.#query(({ requests }) => requests.detail(seq)),
    }
    return format === 'json' ? exportJson(source) : exportCsv(source)
  }

  async clear(): Promise<number> {
    const rows = this.#change(({ retention }) => retention().clear())
    await this.maintenance.deleteCleared()
    return rows
  }

  health(): ActivityHealth {
    let rows = 0
    let notice: string | null = null
    try {
      const state = this.#query(({ selector }) => selector.state())
      rows = state.rows
      if (state.noticedAt !== null && this.now() - state.noticedAt < NOTICE_LIFETIME_MS) notice = state.notice
    } catch {
      // The file's health has the reason.
    }
    const { state, message } = this.file.health()
    const { file } = this.fileOptions
    return {
      state,
      message: message ?? notice,
      rows,
      bytes: sizeOf(file) + sizeOf(`${file}-wal`),
      lost: this.writer.lost,
    }
  }

  override close(): Promise<void> {
    this.#tail.close()
    return super.close()
  }

  #query<T>(query: (reader: ActivityReader) => T): T {
    return this.read(({ reader }) => query(reader()))
  }

  /** Runs a change that a person made, in a write transaction. Tries for two seconds while another process writes. */
  #change<T>(work: (statements: ActivityStatements, db: Database) => T): T {
    this.assertOpen()
    this.writer.flush()
    const until = Date.now() + CHANGE_PATIENCE_MS
    for (;;) {
      try {
        return this.file.write(work)
      } catch (error) {
        if (isTemporary(error) && Date.now() < until) continue
        if (error instanceof PlumblineError) throw error
        throw unavailable(
          `The activity database ${this.fileOptions.file} could not be changed (${messageOf(error)}).`,
          'Try again. If it fails again, check that the disk is not full.',
          error,
        )
      }
    }
  }
}

/** The clients and tools of the requests that exist. */
function namesOf(selector: Selector): ReturnType<Activity['names']> {
  const used = new Set<number>()
  for (const { types } of selector.segments()) {
    for (let index = 0; index < types.length; index += 2) used.add(types[index] ?? 0)
  }
  const clients = new Set<string>()
  const tools = new Set<string>()
  for (const [id, { client, tool }] of selector.requestTypes()) {
    if (!used.has(id)) continue
    clients.add(client ?? '')
    if (tool !== null) tools.add(tool)
  }
  return { clients: [...clients].sort(), tools: [...tools].sort() }
}

function sizeOf(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0
  } catch {
    return 0
  }
}
