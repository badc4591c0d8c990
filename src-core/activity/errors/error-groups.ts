import type { Database } from 'better-sqlite3'
import type { ErrorGroup, NewError } from '../../../src-shared/contract/activity.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'

/** The statements that write failures. */
export interface ErrorWriter {
  /** Adds to the group, or begins one. `request` is the row of the request that failed so. */
  report(error: NewError, at: number, request: number | null): void
  /** Makes the groups of source `index` those of the problems. Returns how many were changed. */
  sync(problems: readonly Problem[], now: number): number
  /** True when `sync` would change anything. */
  differs(problems: readonly Problem[]): boolean
  /** `at` `null` takes it back. */
  acknowledge(ids: readonly string[] | null, at: number | null): number
  remove(ids: readonly string[] | null): number
  /** Drops the oldest groups that nobody will read any more. Returns how many. */
  trim(): number
}

// A client that makes up a tool a second makes a group a second.
const MAX_GROUPS = 2_000

/** A problem of the index as a group. */
interface IndexGroup extends NewError {
  readonly key: string
  readonly count: number
}

export function prepareErrors(db: Database): ErrorWriter {
  const put = db.prepare(`
    INSERT INTO errors (key, source, code, title, place, line, cause, remedy, stack, client, count, first_at, last_at,
      request)
    VALUES (@key, @source, @code, @title, @where, @line, @cause, @remedy, @stack, @client, 1, @at, @at, @request)
    ON CONFLICT (key) DO UPDATE SET count = count + 1, last_at = @at, line = @line, cause = @cause, remedy = @remedy,
      stack = coalesce(@stack, stack), client = coalesce(@client, client), request = coalesce(@request, request),
      acknowledged_at = NULL`)
  const held = db.prepare<[], Omit<IndexGroup, 'where' | 'source' | 'stack' | 'client'> & { id: number }>(
    "SELECT id, key, code, title, line, cause, remedy, count FROM errors WHERE source = 'index'",
  )
  const add = db.prepare(`
    INSERT INTO errors (key, source, code, title, place, line, cause, remedy, count, first_at, last_at)
    VALUES (@key, 'index', @code, @title, @where, @line, @cause, @remedy, @count, @now, @now)`)
  const change = db.prepare(
    'UPDATE errors SET line = @line, cause = @cause, remedy = @remedy, count = @count WHERE id = @id',
  )
  const removeOne = db.prepare('DELETE FROM errors WHERE id = ?')
  const removeAll = db.prepare('DELETE FROM errors')
  const acknowledgeOne = db.prepare('UPDATE errors SET acknowledged_at = ? WHERE id = ?')
  const acknowledgeAll = db.prepare(
    'UPDATE errors SET acknowledged_at = @at WHERE (acknowledged_at IS NULL) = (@at IS NOT NULL)',
  )
  const trim = db.prepare(`
    DELETE FROM errors WHERE source != 'index' AND id NOT IN (
      SELECT id FROM errors WHERE source != 'index' ORDER BY last_at DESC LIMIT ${MAX_GROUPS})`)

  function compare(problems: readonly Problem[]) {
    const wanted = groupsOf(problems)
    const gone: number[] = []
    const changed: (IndexGroup & { id: number })[] = []
    for (const row of held.all()) {
      const group = wanted.get(row.key)
      if (!group) gone.push(row.id)
      else if (
        group.line !== row.line ||
        group.cause !== row.cause ||
        group.remedy !== row.remedy ||
        group.count !== row.count
      )
        changed.push({ ...group, id: row.id })
      wanted.delete(row.key)
    }
    return { gone, changed, added: [...wanted.values()] }
  }

  return {
    report: (error, at, request) => void put.run({ ...error, key: keyOf(error), at, request }),
    sync(problems, now) {
      const { gone, changed, added } = compare(problems)
      for (const id of gone) removeOne.run(id)
      for (const group of changed) change.run(group)
      for (const group of added) add.run({ ...group, now })
      return gone.length + changed.length + added.length
    },
    differs(problems) {
      const { gone, changed, added } = compare(problems)
      return gone.length + changed.length + added.length > 0
    },
    acknowledge: (ids, at) =>
      ids === null
        ? acknowledgeAll.run({ at }).changes
        : ids.reduce((changes, id) => changes + acknowledgeOne.run(at, Number(id)).changes, 0),
    remove: (ids) =>
      ids === null
        ? removeAll.run().changes
        : ids.reduce((changes, id) => changes + removeOne.run(Number(id)).changes, 0),
    trim: () => trim.run().changes,
  }
}

function keyOf(error: NewError): string {
  return JSON.stringify([error.source, error.code, error.where, error.title])
}

/** One group a file and kind of problem; further ones of the same kind are counted, the first line is told. */
function groupsOf(problems: readonly Problem[]): Map<string, IndexGroup> {
  const groups = new Map<string, IndexGroup>()
  for (const problem of problems) {
    const message = problem.message.trim()
    const end = /[.!?](?=\s|$)/u.exec(message)
    const error: NewError = {
      source: 'index',
      code: problem.code,
      title: end ? message.slice(0, end.index) : message,
      where: problem.path,
      line: problem.line,
      cause: message,
      remedy: problem.remedy,
      stack: null,
      client: null,
    }
    const key = keyOf(error)
    const known = groups.get(key)
    groups.set(key, known ? { ...known, count: known.count + 1 } : { ...error, key, count: 1 })
  }
  return groups
}

/** The statements that read failures. */
export interface ErrorReader {
  /** Newest first. */
  list(acknowledged: boolean, floor: number): readonly ErrorGroup[]
  countOpen(): number
}

interface ErrorRow extends Omit<ErrorGroup, 'id'> {
  readonly id: number
}

export function prepareErrorReader(db: Database): ErrorReader {
  // The request counts while its row is there and was not cleared.
  const list = db.prepare<[number, number], ErrorRow>(`
    SELECT id, source, code, title, place AS "where", line, cause, remedy, stack, client, count, first_at AS firstAt,
      last_at AS lastAt, acknowledged_at AS acknowledgedAt,
      (SELECT seq FROM requests WHERE seq = request AND seq > ?) AS request
    FROM errors WHERE (acknowledged_at IS NOT NULL) = ? ORDER BY last_at DESC, id DESC`)
  const countOpen = db
    .prepare<[], number>('SELECT count(*) FROM errors WHERE acknowledged_at IS NULL')
    .pluck()
  return {
    list: (acknowledged, floor) =>
      list.all(floor, acknowledged ? 1 : 0).map((row) => ({ ...row, id: String(row.id) })),
    countOpen: () => countOpen.get() ?? 0,
  }
}
