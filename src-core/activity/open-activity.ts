import { statSync } from 'node:fs'
import { PlumblineError } from '../../src-shared/errors.ts'
import type { Settings } from '../../src-shared/settings.ts'
import type { Logger } from '../log.ts'
import type { Activity } from '../services/activity.ts'
import { isBusy, openActivityFile } from './activity-file.ts'
import { exportCsv, exportJson } from './export.ts'
import { figuresOf } from './figures.ts'
import { createLogKeeper } from './log-keeper.ts'
import { type LogReader, prepareLogStore } from './log-store.ts'
import { createLogWriter } from './log-writer.ts'
import { pageOf, seqsOf } from './page.ts'
import { openTail } from './tail.ts'

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

// A person waits this long for what they asked for.
const PATIENCE_MS = 2_000
const NOTICE_MS = 86_400_000

/** Costs next to nothing: the file is opened by the first write or the first question. */
export function openActivity(options: ActivityOptions): Activity {
  const now = options.now ?? Date.now
  const fileOptions = {
    file: options.file,
    nativeBinding: options.nativeBinding,
    log: options.log,
    now,
    writable: options.writable !== false,
  }
  const file = openActivityFile({ ...fileOptions, onSetAside: tellSetAside }, prepareLogStore)
  const writer = createLogWriter({ file, path: options.file, settings: options.settings, now })
  const keeper = createLogKeeper({ file, settings: options.settings, now })
  const tail = openTail(fileOptions)
  let closed: Promise<void> | null = null

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

  /** Asks one state of the log, with everything in it that this process has queued. */
  function ask<T>(question: (reader: LogReader) => T): T {
    if (closed) throw closedError()
    writer.flush(0)
    return file.ask((store) => question(store.reader()))
  }

  /** Changes something at a person's wish, which is worth waiting for. */
  function change<T>(work: Parameters<typeof file.write<T>>[0]): T {
    if (closed) throw closedError()
    writer.flush()
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      try {
        return file.write(work)
      } catch (error) {
        if (isBusy(error) && Date.now() < until) continue
        if (error instanceof PlumblineError) throw error
        throw new PlumblineError(
          'activity-unavailable',
          `The log ${options.file} could not be changed (${error instanceof Error ? error.message : String(error)}).`,
          'Try again; if it stays so, look whether the disk is full.',
          { cause: error },
        )
      }
    }
  }

  return {
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

    follow(listener) {
      if (closed) throw closedError()
      const unfollow = tail.follow(listener)
      const unwatch = keeper.watch()
      let following = true
      return () => {
        if (!following) return
        following = false
        unfollow()
        unwatch()
      }
    },

    page: (filter, query) => ask(({ selector, rows }) => pageOf(selector, rows, filter, query)),
    request: (seq) => ask(({ selector, rows }) => (seq > selector.state().floor ? rows.detail(seq) : null)),
    count: (filter) => ask(({ selector }) => selector.count(filter)),
    figures: (filter, from, to, steps) =>
      ask(({ selector }) => figuresOf(selector, filter, { from, to, steps, now: now() })),
    names: () => ask(({ selector }) => namesIn(selector)),
    countSince: (at) => ask(({ selector }) => selector.count({ from: at })),

    sessions(limit) {
      keeper.findLost()
      return ask((reader) => reader.sessions(limit))
    },

    errors: ({ acknowledged }) =>
      ask(({ errors, selector }) => errors.list(acknowledged, selector.state().floor)),
    countErrors: () => ask(({ errors }) => errors.countOpen()),
    acknowledgeErrors(ids) {
      change((store, db) => {
        if (store.writer().errors.acknowledge(ids, now()) > 0) db.exec('UPDATE state SET errors = errors + 1')
      })
    },
    clearErrors(ids) {
      change((store, db) => {
        if (store.writer().errors.remove(ids) > 0) db.exec('UPDATE state SET errors = errors + 1')
      })
    },

    gaps: (query) => ask(({ gaps }) => gaps.list(query)),
    countGaps: (from) => ask(({ gaps }) => gaps.count(from)),
    dismissGap(id, dismissed) {
      change((_store, db) => {
        const set = db.prepare('UPDATE gaps SET dismissed_at = ? WHERE id = ?')
        if (set.run(dismissed ? now() : null, Number(id)).changes > 0) {
          db.exec('UPDATE state SET gaps = gaps + 1')
        }
      })
    },
    usage: ({ from, client }) => ask(({ usage }) => usage.usage(from, client)),
    standardUsage: (id, days) => ask(({ usage }) => usage.standardUsage(id, days, now())),
    clientDays: (days) => ask(({ usage }) => usage.clientDays(days, now())),

    export(filter, format) {
      const source = {
        newest: () => ask(({ rows }) => rows.newest()),
        seqs: (after: number, until: number, limit: number) =>
          ask(({ selector }) =>
            seqsOf(selector, filter, { newestFirst: false, low: after + 1, high: until }, limit),
          ),
        row: (seq: number) => ask(({ rows }) => rows.row(seq) ?? null),
        detail: (seq: number) => ask(({ rows }) => rows.detail(seq)),
      }
      return format === 'json' ? exportJson(source) : exportCsv(source)
    },
    async clear() {
      const rows = change((store) => store.tender().clear())
      await keeper.removeCleared()
      return rows
    },
    health() {
      let rows = 0
      let notice: string | null = null
      try {
        ask(({ selector }) => {
          const state = selector.state()
          rows = state.rows
          if (state.noticedAt !== null && now() - state.noticedAt < NOTICE_MS) notice = state.notice
        })
      } catch {
        // What is wrong is told below.
      }
      const { state, message } = file.health()
      return {
        state,
        message: message ?? notice,
        rows,
        bytes: sizeOf(options.file) + sizeOf(`${options.file}-wal`),
        lost: writer.lost(),
      }
    },
    close() {
      closed ??= (async () => {
        writer.close()
        keeper.close()
        tail.close()
        file.close()
      })()
      return closed
    },
  }
}

/** Clients and tools of the rows that are there. */
function namesIn(selector: LogReader['selector']): ReturnType<Activity['names']> {
  const used = new Set<number>()
  for (const { kinds } of selector.chunks()) {
    for (let place = 0; place < kinds.length; place += 2) used.add(kinds[place] ?? 0)
  }
  const clients = new Set<string>()
  const tools = new Set<string>()
  for (const [id, { client, tool }] of selector.kinds()) {
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

function closedError(): PlumblineError {
  return new PlumblineError('activity-unavailable', 'The log was closed.', 'Start Plumbline again.')
}
