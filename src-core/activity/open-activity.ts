import { statSync } from 'node:fs'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Activity } from './activity.ts'
import { isBusy } from './file/file-errors.ts'
import { type ActivityOptions, openActivityParts } from './open-activity-log.ts'
import { type ActivityReader, prepareReadableStore } from './query/activity-reader.ts'
import { exportCsv, exportJson } from './query/export.ts'
import { figuresOf } from './query/figures.ts'
import { pageOf, seqsOf } from './query/page.ts'
import { openTail } from './query/tail.ts'

// A person waits this long for what they asked for.
const PATIENCE_MS = 2_000
const NOTICE_MS = 86_400_000

/**
 * The log of a process that shows it. Costs next to nothing: the file is opened by the first write or the first question.
 */
export function openActivity(options: ActivityOptions): Activity {
  const { file, fileOptions, writer, keeper, now, log, ...parts } = openActivityParts(
    options,
    prepareReadableStore,
  )
  const tail = openTail(fileOptions)

  const ask = <T>(question: (reader: ActivityReader) => T) => parts.ask((store) => question(store.reader()))

  /** Changes something at a person's wish, which is worth waiting for. */
  function change<T>(work: Parameters<typeof file.write<T>>[0]): T {
    parts.needOpen()
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
    ...log,

    follow(listener) {
      parts.needOpen()
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

    errors: ({ acknowledged }) =>
      ask(({ errors, selector }) => errors.list(acknowledged, selector.state().floor)),
    countErrors: () => ask(({ errors }) => errors.countOpen()),
    acknowledgeErrors(ids, acknowledged = true) {
      change((store, db) => {
        const changed = store.writer().errors.acknowledge(ids, acknowledged ? now() : null)
        if (changed > 0) db.exec('UPDATE state SET errors = errors + 1')
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
      tail.close()
      return log.close()
    },
  }
}

/** Clients and tools of the rows that are there. */
function namesIn(selector: ActivityReader['selector']): ReturnType<Activity['names']> {
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
