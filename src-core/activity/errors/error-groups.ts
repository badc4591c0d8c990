import type { Database } from 'better-sqlite3'
import type { ErrorGroup, NewError } from '../../../src-shared/contract/activity.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'

/** The statements that write error groups. */
export interface ErrorWriter {
  /** Adds an occurrence to its group, or creates the group. @param request `seq` of the request that failed */
  report(error: NewError, at: number, request: number | null): void
  /** Replaces the groups of source `index` by those of the problems. Returns the number of changed groups. */
  syncProblems(problems: readonly Problem[], now: number): number
  /** True when `syncProblems` would change anything. */
  differs(problems: readonly Problem[]): boolean
  /**
   * @param ids `null`: all
   * @param at `null`: the groups become unacknowledged
   * @returns the number of changed groups
   */
  acknowledge(ids: readonly string[] | null, at: number | null): number
  /** @param ids `null`: all. @returns the number of deleted groups */
  delete(ids: readonly string[] | null): number
  /** Deletes the groups beyond the newest 2,000; those of source `index` stay. */
  deleteSurplus(): void
}

// Each unknown tool name is a group of its own, and a client may invent names without end.
const MAX_GROUPS = 2_000

/** The group of one or more index problems. */
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
  const indexGroups = db.prepare<
    [],
    Omit<IndexGroup, 'where' | 'source' | 'stack' | 'client'> & { id: number }
  >("SELECT id, key, code, title, line, cause, remedy, count FROM errors WHERE source = 'index'")
  const add = db.prepare(`
    INSERT INTO errors (key, source, code, title, place, line, cause, remedy, count, first_at, last_at)
    VALUES (@key, 'index', @code, @title, @where, @line, @cause, @remedy, @count, @now, @now)`)
  const change = db.prepare(
    'UPDATE errors SET line = @line, cause = @cause, remedy = @remedy, count = @count WHERE id = @id',
  )
  const deleteOne = db.prepare('DELETE FROM errors WHERE id = ?')
  const deleteAll = db.prepare('DELETE FROM errors')
  const acknowledgeOne = db.prepare('UPDATE errors SET acknowledged_at = ? WHERE id = ?')
  const acknowledgeAll = db.prepare(
    'UPDATE errors SET acknowledged_at = @at WHERE (acknowledged_at IS NULL) = (@at IS NOT NULL)',
  )
  const deleteSurplus = db.prepare(`
    DELETE FROM errors WHERE source != 'index' AND id NOT IN (
      SELECT id FROM errors WHERE source != 'index' ORDER BY last_at DESC LIMIT ${MAX_GROUPS})`)

  function compare(problems: readonly Problem[]) {
    const added = groupsOf(problems)
    const gone: number[] = []
    const changed: (IndexGroup & { id: number })[] = []
    for (const row of indexGroups.all()) {
      const group = added.get(row.key)
      if (!group) gone.push(row.id)
      else if (
        group.line !== row.line ||
        group.cause !== row.cause ||
        group.remedy !== row.remedy ||
        group.count !== row.count
      )
        changed.push({ ...group, id: row.id })
      added.delete(row.key)
    }
    return { gone, changed, added: [...added.values()] }
  }

  return {
    report: (error, at, request) => void put.run({ ...error, key: keyOf(error), at, request }),
    syncProblems(problems, now) {
      const { gone, changed, added } = compare(problems)
      for (const id of gone) deleteOne.run(id)
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
    delete: (ids) =>
      ids === null
        ? deleteAll.run().changes
        : ids.reduce((changes, id) => changes + deleteOne.run(Number(id)).changes, 0),
    deleteSurplus: () => void deleteSurplus.run(),
  }
}

function keyOf(error: NewError): string {
  return JSON.stringify([error.source, error.code, error.where, error.title])
}

/** By key: a group for each file and problem. Further occurrences in the file are counted; the group has the line of the first. */
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
      cause: end ? message.slice(end.index + 1).trim() : '',
      remedy: problem.remedy,
      stack: null,
      client: null,
    }
    const key = keyOf(error)
    const group = groups.get(key)
    groups.set(key, group ? { ...group, count: group.count + 1 } : { ...error, key, count: 1 })
  }
  return groups
}

/** The statements that read error groups. */
export interface ErrorReader {
  /** Newest first. */
  list(acknowledged: boolean, clearedUpTo: number): readonly ErrorGroup[]
  countUnacknowledged(): number
}

interface ErrorRow extends Omit<ErrorGroup, 'id'> {
  readonly id: number
}

export function prepareErrorReader(db: Database): ErrorReader {
  // `request` is null when its row was deleted or cleared.
  const list = db.prepare<[number, number], ErrorRow>(`
    SELECT id, source, code, title, place AS "where", line, cause, remedy, stack, client, count, first_at AS firstAt,
      last_at AS lastAt, acknowledged_at AS acknowledgedAt,
      (SELECT seq FROM requests WHERE seq = request AND seq > ?) AS request
    FROM errors WHERE (acknowledged_at IS NOT NULL) = ? ORDER BY last_at DESC, id DESC`)
  const countUnacknowledged = db
    .prepare<[], number>('SELECT count(*) FROM errors WHERE acknowledged_at IS NULL')
    .pluck()
  return {
    list: (acknowledged, clearedUpTo) =>
      list.all(clearedUpTo, acknowledged ? 1 : 0).map((row) => ({ ...row, id: String(row.id) })),
    countUnacknowledged: () => countUnacknowledged.get() ?? 0,
  }
}
