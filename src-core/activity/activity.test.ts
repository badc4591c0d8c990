import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewError } from '../../src-shared/contract/activity.ts'
import { openDatabase } from '../base/open-database.ts'
import { aRequest, makeTempActivity, type TempActivity } from '../testing/temp-activity.ts'
import { eventually } from '../testing/temp-library.ts'
import type { ActivityChanges, LiveSession } from './activity.ts'
import { SEGMENT_ROWS } from './retention/compact.ts'

const DAY_MS = 86_400_000
const NOON = new Date(2026, 5, 15, 12).getTime()

let temp: TempActivity
beforeEach(() => {
  temp = makeTempActivity()
})
afterEach(() => temp.close())

function aSession(changes: Partial<LiveSession> = {}): LiveSession {
  return {
    id: 'session-1',
    transport: 'stdio',
    client: 'claude-code',
    clientVersion: '2.0.1',
    protocolVersion: '2025-11-25',
    state: 'ready',
    states: [
      { state: 'connecting', at: 1_000 },
      { state: 'ready', at: 2_000 },
    ],
    openedAt: 1_000,
    calls: 0,
    ...changes,
  }
}

const anError: NewError = {
  source: 'system',
  code: 'port-unusable',
  title: 'Port 9001 was taken, serving on 9002',
  where: 'http',
  line: null,
  cause: 'Something else listens on 9001.',
  remedy: 'Nothing needs to be done.',
  stack: 'one',
  client: null,
}

describe('a request', () => {
  it('is read back complete, with its references', () => {
    const log = temp.open()
    const request = aRequest({
      rpcId: 'seven',
      code: -32602,
      message: 'unknown tool',
      references: [
        { id: 'go/errors.md', section: 'wrapping' },
        { id: 'go/errors.md', section: null },
        { id: 'go/errors.md', section: '' },
      ],
    })
    log.record(request)
    const [row] = log.page({}, { limit: 1 }).rows
    const { params, body, ...detail } = request
    const { rpcId, references, ...rowOnly } = detail
    expect(row).toEqual({ ...rowOnly, seq: 1 })
    expect(log.request(1)).toEqual({
      ...detail,
      seq: 1,
      request: JSON.stringify(params),
      response: body,
      cut: false,
    })
    expect(log.request(2)).toBeNull()
  })

  it('is recorded without params and answer when the settings say so, else with masked ones', () => {
    const log = temp.open()
    const request = aRequest({
      question: `“key AKIA${'IOSFODNN7EXAMPLE'}”`,
      params: { arguments: { query: 'x', password: 'hunter2' } },
      body: '{"token":"hunter2"}',
      status: 'empty',
    })
    temp.settings = { ...temp.settings, bodies: false }
    log.record(request)
    log.flush()
    expect(log.request(1)).toMatchObject({ request: null, response: null, question: '“key ••••”' })
    expect(log.gaps({ from: 0, dismissed: false })[0]?.args).toEqual({})
    temp.settings = { ...temp.settings, bodies: true }
    log.record(request)
    log.flush()
    expect(JSON.stringify(log.request(2))).not.toContain('hunter2')
    expect(log.gaps({ from: 0, dismissed: false })[0]?.args).toEqual({ query: 'x', password: '••••' })
    temp.settings = { ...temp.settings, mask: false }
    log.record(request)
    expect(log.request(3)?.response).toBe('{"token":"hunter2"}')
  })

  it('is read back with the text copy of its answer, which is stored once and masked', () => {
    const log = temp.open()
    const answerOf = (password: string) => {
      const structuredContent = { text: 'word '.repeat(8_000), password }
      const content = [{ type: 'text', text: JSON.stringify(structuredContent) }]
      return JSON.stringify({ jsonrpc: '2.0', id: 1, result: { content, structuredContent } })
    }
    log.record(aRequest({ body: answerOf('hunter2') }))
    log.flush()
    expect(log.request(1)).toMatchObject({ response: answerOf('••••'), cut: false })
    const db = openDatabase(temp.file)
    expect(db.prepare('SELECT length(response) FROM details').pluck().get()).toBeLessThan(41_000)
    db.close()
  })

  it('is truncated between characters and marked as such', () => {
    const log = temp.open()
    for (const letter of ['a', 'é', '数', '😀']) {
      log.record(aRequest({ body: letter.repeat(70_000), params: letter.repeat(100) }))
      const found = log.page({}, { limit: 1 }).rows[0]
      const { response, request, cut } = log.request(found?.seq ?? 0) ?? {}
      expect(cut).toBe(true)
      expect(request).toBe(JSON.stringify(letter.repeat(100)))
      expect(response).toBe(letter.repeat((response?.length ?? 0) / letter.length))
      const bytes = Buffer.byteLength(response ?? '')
      expect(bytes).toBeLessThanOrEqual(65_536)
      expect(bytes).toBeGreaterThan(65_536 - 4)
    }
    log.record(aRequest({ body: 'a'.repeat(65_536) }))
    expect(log.request(5)?.cut).toBe(false)
  })

  it('that cannot be converted is lost without the others', () => {
    const log = temp.open()
    log.record(aRequest({ question: 'before' }))
    log.record({ ...aRequest(), question: undefined } as never)
    log.record(aRequest({ question: 'after', at: Number.NaN, micros: -5 }))
    log.flush()
    expect(log.page({}, { limit: 9 }).rows.map(({ question, at, micros }) => [question, at, micros])).toEqual(
      [
        ['after', 0, 0],
        ['before', expect.any(Number), 1_840],
      ],
    )
    expect(log.health()).toMatchObject({ state: 'ok', rows: 2, lost: 1 })
  })

  it('is counted for a counted page, also beyond the page', () => {
    const log = temp.open()
    for (let at = 0; at < 7; at++) log.record(aRequest({ tool: at % 2 ? 'get_standard' : 'list_standards' }))
    log.flush()
    const tools = ['list_standards']
    expect(log.page({ tools }, { limit: 2, counted: true })).toMatchObject({ older: true, count: 4 })
    expect(log.page({}, { limit: 50, counted: true }).count).toBe(7)
    expect(log.page({}, { limit: 50 }).count).toBeUndefined()
  })

  it('is written without a flush', async () => {
    const log = temp.open()
    expect(log.health().rows).toBe(0)
    log.record(aRequest())
    await eventually(() => openDatabase(temp.file).prepare('SELECT seq FROM requests').pluck().get() === 1)
  })
})

describe('follow', () => {
  function listen(log: ReturnType<TempActivity['open']>) {
    const changes: ActivityChanges[] = []
    const unfollow = log.follow((next) => void changes.push(next))
    return {
      changes,
      unfollow,
      rows: () => changes.flatMap(({ rows }) => rows.map(({ question }) => question)),
    }
  }

  it('notifies each row of any process once and in order, and is silent without changes', async () => {
    const [writer, other] = [temp.open(), temp.open()]
    writer.record(aRequest({ question: 'before' }))
    writer.flush()
    const first = listen(writer)
    const second = listen(other)
    writer.record(aRequest({ question: 'a' }))
    writer.flush()
    other.record(aRequest({ question: 'b' }))
    other.flush()
    writer.record(aRequest({ question: 'c' }))
    await eventually(() => first.rows().length === 3 && second.rows().length === 3)
    // A change that is sent twice, or without a reason, would arrive before the next row.
    const before = first.changes.length
    writer.record(aRequest({ question: 'd' }))
    await eventually(() => first.rows().includes('d') && second.rows().includes('d'))
    expect(first.rows()).toEqual(['a', 'b', 'c', 'd'])
    expect(second.rows()).toEqual(['a', 'b', 'c', 'd'])
    expect(first.changes).toHaveLength(before + 1)
    second.unfollow()
    second.unfollow()
    writer.record(aRequest({ question: 'e' }))
    await eventually(() => first.rows().includes('e'))
    expect(second.rows()).not.toContain('e')
  })

  it('notifies other changes', async () => {
    const log = temp.open()
    log.health()
    const { changes } = listen(log)
    const next = async (flag: 'sessions' | 'errors' | 'gaps' | 'cleared') => {
      await eventually(() => changes.some((change) => change[flag]))
      changes.length = 0
    }
    log.recordSession(aSession())
    await next('sessions')
    log.report(anError)
    await next('errors')
    log.acknowledgeErrors(null)
    await next('errors')
    log.record(aRequest({ status: 'empty' }))
    await next('gaps')
    log.dismissGap(log.gaps({ from: 0, dismissed: false })[0]?.id ?? '', true)
    await next('gaps')
    await log.clear()
    await next('cleared')
  })

  it('continues after the activity was cleared, and after the file was replaced', async () => {
    const log = temp.open()
    const other = temp.open()
    const { rows, changes } = listen(log)
    other.record(aRequest({ question: 'one' }))
    await eventually(() => rows().includes('one'))
    await other.clear()
    other.record(aRequest({ question: 'two' }))
    await eventually(() => rows().includes('two'))
    await other.close()
    const { rmSync } = await import('node:fs')
    for (const suffix of ['', '-wal', '-shm']) rmSync(temp.file + suffix, { force: true })
    const third = temp.open()
    third.record(aRequest({ question: 'three' }))
    third.flush()
    await eventually(() => rows().includes('three'))
    expect(rows()).toEqual(['one', 'two', 'three'])
    expect(changes.filter(({ cleared }) => cleared).length).toBeGreaterThanOrEqual(2)
  })
})

describe('clear', () => {
  it('deletes every request, compacted or not, and never reuses a sequence number', async () => {
    const log = temp.open()
    for (let at = 0; at < SEGMENT_ROWS * 2 + 10; at++) {
      log.record(
        aRequest({
          question: `row ${at}`,
          status: at % 2 ? 'empty' : 'tool-error',
          message: 'There is no standard "x".',
          references: [{ id: 'a.md', section: null }],
        }),
      )
    }
    log.flush()
    await temp.compacted()
    log.recordSession(aSession({ id: 'ended', state: 'disconnected' }))
    log.recordSession(aSession({ id: 'lives' }))
    expect(await log.clear()).toBe(SEGMENT_ROWS * 2 + 10)
    expect(log.page({}, { limit: 10 })).toEqual({ rows: [], older: false, newer: false })
    expect(log.count({ text: 'row' })).toBe(0)
    expect(log.usage({ from: 0 })).toEqual([])
    expect(log.gaps({ from: 0, dismissed: false })).toEqual([])
    expect(log.names()).toEqual({ clients: [], tools: [] })
    expect(log.request(5)).toBeNull()
    expect(log.sessions(10).map(({ id }) => id)).toEqual(['lives'])
    expect(log.errors({ acknowledged: false })[0]?.request).toBeNull()
    expect(log.health().rows).toBe(0)
    const db = openDatabase(temp.file)
    for (const table of ['requests', 'details', 'chunks', 'words']) {
      expect([table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0])
    }
    db.close()
    log.record(aRequest({ question: 'new' }))
    expect(log.page({}, { limit: 10 }).rows.map(({ seq, question }) => [seq, question])).toEqual([
      [SEGMENT_ROWS * 2 + 11, 'new'],
    ])
    expect(log.count({ text: 'new' })).toBe(1)
  })
})

describe('sessions', () => {
  it('are listed with their newest state, live ones first', () => {
    const log = temp.open()
    log.recordSession(aSession({ id: 'a', openedAt: 1 }))
    log.recordSession(aSession({ id: 'b', openedAt: 2 }))
    log.recordSession(aSession({ id: 'c', openedAt: 3 }))
    log.record(aRequest({ session: 'b', at: 77 }))
    log.record(aRequest({ session: 'b', at: 99, method: 'tools/list', tool: null }))
    log.flush()
    const states = [...aSession().states, { state: 'disconnected' as const, at: 5_000 }]
    log.recordSession(aSession({ id: 'b', openedAt: 2, state: 'disconnected', states, calls: 1 }))
    const found = log.sessions(10)
    expect(found.map(({ id, ended }) => [id, ended])).toEqual([
      ['c', null],
      ['a', null],
      ['b', 'closed'],
    ])
    expect(found[2]).toEqual({
      ...aSession({ id: 'b', openedAt: 2, state: 'disconnected', states, calls: 1 }),
      pid: process.pid,
      endedAt: 5_000,
      ended: 'closed',
      lastCallAt: 77,
    })
    expect(log.sessions(1)).toHaveLength(1)
  })

  it('of a process that ended are lost, and live again when it records them', async () => {
    const log = temp.open()
    log.recordSession(aSession({ id: 'mine' }))
    log.recordSession(aSession({ id: 'theirs' }))
    log.flush()
    const db = openDatabase(temp.file)
    // No process can have this id.
    db.prepare("UPDATE sessions SET pid = 2147483646 WHERE name = 'theirs'").run()
    expect(log.sessions(10).map(({ id, ended }) => [id, ended])).toEqual([
      ['mine', null],
      ['theirs', 'lost'],
    ])
    expect(log.sessions(10)[1]?.endedAt).toBeGreaterThan(0)
    log.recordSession(aSession({ id: 'theirs', calls: 2 }))
    expect(log.sessions(10).every(({ ended }) => ended === null)).toBe(true)
    db.close()
  })

  it('without a heartbeat for two minutes are lost, but not after a sleep', () => {
    let now = NOON
    const log = temp.open({ now: () => now })
    log.recordSession(aSession())
    log.flush()
    // Does not write the heartbeats of this session.
    const other = temp.open({ now: () => now })
    now += 100_000
    expect(other.sessions(1)[0]?.ended).toBeNull()
    now += 30_000
    expect(other.sessions(1)[0]?.ended).toBe('lost')
  })
})

describe('errors', () => {
  it('with equal titles are one group, which a new occurrence makes unacknowledged', () => {
    let now = 1_000
    const log = temp.open({ now: () => now })
    log.report(anError)
    now = 2_000
    log.report({ ...anError, cause: 'Something new listens.', stack: 'two' })
    log.report({ ...anError, where: 'tcp' })
    const [other, group] = log.errors({ acknowledged: false })
    expect(other).toMatchObject({ where: 'tcp', count: 1 })
    expect(group).toEqual({
      ...anError,
      id: expect.any(String),
      cause: 'Something new listens.',
      stack: 'two',
      count: 2,
      firstAt: 1_000,
      lastAt: 2_000,
      acknowledgedAt: null,
      request: null,
    })
    log.acknowledgeErrors([group?.id ?? ''])
    expect(log.countErrors()).toBe(1)
    expect(log.errors({ acknowledged: true })).toMatchObject([{ id: group?.id, acknowledgedAt: 2_000 }])
    log.report(anError)
    expect(log.countErrors()).toBe(2)
    log.clearErrors([group?.id ?? ''])
    expect(log.errors({ acknowledged: false })).toMatchObject([{ where: 'tcp' }])
    log.clearErrors(null)
    expect(log.countErrors()).toBe(0)
  })

  it('of requests are grouped by title and tool, and name the newest request', () => {
    const log = temp.open()
    const failed = (message: string, tool = 'get_standard') =>
      log.record(aRequest({ status: 'tool-error', message, tool, client: 'cursor' }))
    failed('There is no standard "ruby/style.md" in the library. Ids come from list_standards.')
    failed('There is no standard "go/x.md" in the library. Nearest: go/errors.md.')
    log.record(
      aRequest({
        status: 'protocol-error',
        tool: 'get_stdlibs',
        code: -32602,
        message: 'Unknown tool: get_stdlibs',
      }),
    )
    log.record(aRequest({ status: 'cancelled', message: 'cancelled by the client' }))
    expect(log.errors({ acknowledged: false })).toMatchObject([
      {
        source: 'protocol',
        code: '-32602',
        where: 'get_stdlibs',
        title: 'Unknown tool',
        count: 1,
        request: 3,
      },
      {
        source: 'tool',
        where: 'get_standard',
        title: 'There is no standard “…” in the library',
        cause: 'There is no standard "go/x.md" in the library.',
        remedy: 'Nearest: go/errors.md.',
        client: 'cursor',
        count: 2,
        request: 2,
      },
    ])
  })

  it('of the index are the current problems, and unchanged ones are not written again', () => {
    const log = temp.open()
    const problem = {
      path: 'python/errors.md',
      line: 4,
      severity: 'error',
      code: 'front-matter-yaml',
      message: 'Front matter is not valid YAML. A bare * starts an alias.',
      remedy: 'Put the value in quotes.',
    } as const
    const other = { ...problem, path: 'b.md', code: 'utf-8', message: 'Invalid UTF-8 at byte 7.' }
    log.reportProblems([problem, problem, other])
    log.report(anError)
    log.flush()
    const errors = () => log.errors({ acknowledged: false }).filter(({ source }) => source === 'index')
    expect(errors()).toHaveLength(2)
    expect(errors().find(({ where }) => where === 'python/errors.md')).toMatchObject({
      code: 'front-matter-yaml',
      title: 'Front matter is not valid YAML',
      line: 4,
      count: 2,
      cause: 'A bare * starts an alias.',
      remedy: problem.remedy,
    })
    log.acknowledgeErrors(errors().map(({ id }) => id))
    const db = openDatabase(temp.file)
    const version = () => db.pragma('data_version', { simple: true })
    const before = version()
    log.reportProblems([other, problem, problem])
    log.flush()
    expect(version()).toBe(before)
    expect(log.errors({ acknowledged: true }).filter(({ source }) => source === 'index')).toHaveLength(2)
    log.reportProblems([{ ...problem, line: 9 }])
    log.flush()
    expect(version()).not.toBe(before)
    expect(log.errors({ acknowledged: true }).filter(({ source }) => source === 'index')).toMatchObject([
      { line: 9, count: 1, acknowledgedAt: expect.any(Number) },
    ])
    log.reportProblems([])
    log.flush()
    expect(log.errors({ acknowledged: true }).filter(({ source }) => source === 'index')).toEqual([])
    expect(log.countErrors() + log.errors({ acknowledged: true }).length).toBe(1)
    db.close()
  })
})

describe('gaps', () => {
  it('are grouped by tool and words, for all clients', () => {
    const log = temp.open()
    const gap = (question: string, at: number, client = 'cursor', tool = 'search_standards') =>
      log.record(
        aRequest({ question, at, client, tool, status: 'empty', params: { arguments: { query: question } } }),
      )
    gap('“feature flag naming”', 100)
    gap('“Feature  flag naming ”', 200, 'claude-code')
    gap('“graphql schema”', 300)
    gap('“graphql schema”', 400, 'cursor', 'get_checklist')
    log.record(aRequest({ status: 'empty', tool: null, method: 'resources/list' }))
    expect(log.gaps({ from: 0, dismissed: false })).toEqual([
      {
        id: expect.any(String),
        tool: 'search_standards',
        question: '“Feature  flag naming ”',
        args: { query: '“Feature  flag naming ”' },
        times: 2,
        clients: ['claude-code', 'cursor'],
        firstAt: 100,
        lastAt: 200,
        dismissed: false,
      },
      expect.objectContaining({ tool: 'get_checklist', times: 1 }),
      expect.objectContaining({
        question: '“graphql schema”',
        tool: 'search_standards',
        clients: ['cursor'],
      }),
    ])
    expect(log.gaps({ from: 150, client: 'claude-code', dismissed: false })).toMatchObject([
      { times: 1, firstAt: 200 },
    ])
  })

  it('stay dismissed when they occur again, also after a clear', async () => {
    const log = temp.open()
    const ask = () => log.record(aRequest({ status: 'empty' }))
    ask()
    const [gap] = log.gaps({ from: 0, dismissed: false })
    log.dismissGap(gap?.id ?? '', true)
    expect(log.gaps({ from: 0, dismissed: false })).toEqual([])
    expect(log.gaps({ from: 0, dismissed: true })).toMatchObject([{ dismissed: true, times: 1 }])
    const count = (dismissed: boolean) => log.gaps({ from: 0, dismissed }).length
    expect([count(false), count(true)]).toEqual([0, 1])
    await log.clear()
    expect([count(false), count(true)]).toEqual([0, 0])
    ask()
    expect([count(false), count(true)]).toEqual([0, 1])
    log.dismissGap(gap?.id ?? '', false)
    expect([count(false), count(true)]).toEqual([1, 0])
  })
})

describe('usage', () => {
  it('counts answers, not sections, by standard, day and client', async () => {
    const log = temp.open({ now: () => NOON })
    const answer = (at: number, client: string | null, ...parts: [string, string | null][]) =>
      log.record(aRequest({ at, client, references: parts.map(([id, section]) => ({ id, section })) }))
    answer(NOON - 3 * DAY_MS, 'cursor', ['a.md', 'x'], ['a.md', 'y'], ['b.md', null])
    answer(NOON - 13 * 3_600_000, 'zed', ['a.md', 'x'])
    answer(NOON - 1_000, null, ['a.md', null], ['c.md', 'z'])
    // Recorded before the clock was set back.
    answer(NOON + 3 * DAY_MS, 'cursor', ['a.md', 'x'])
    for (const isCompacted of [false, true]) {
      if (isCompacted) {
        for (let at = 0; at < SEGMENT_ROWS; at++)
          log.record(aRequest({ at: NOON, method: 'ping', tool: null }))
        log.flush()
        await temp.compacted()
      }
      expect(log.usage({ from: 0 })).toEqual([
        { id: 'a.md', times: 4, lastAt: NOON + 3 * DAY_MS, lastClient: 'cursor' },
        { id: 'c.md', times: 1, lastAt: NOON - 1_000, lastClient: null },
        { id: 'b.md', times: 1, lastAt: NOON - 3 * DAY_MS, lastClient: 'cursor' },
      ])
      expect(log.usage({ from: NOON - 2_000, client: '' })).toMatchObject([
        { id: 'a.md', times: 1 },
        { id: 'c.md', times: 1 },
      ])
      expect(log.usage({ from: NOON - 5 * DAY_MS, client: 'zed' })).toMatchObject([{ id: 'a.md', times: 1 }])
      expect(log.standardUsage('a.md', 4)).toEqual({
        id: 'a.md',
        times: 3,
        lastAt: NOON - 1_000,
        lastClient: null,
        sections: { x: 2, y: 1 },
        days: [1, 0, 1, 1],
      })
      expect(log.standardUsage('none.md', 2)).toMatchObject({ times: 0, days: [0, 0] })
      expect(log.clientDays(2)).toEqual([
        { client: '', days: [0, 1] },
        { client: 'zed', days: [1, 0] },
      ])
    }
  })
})

describe('export', () => {
  it('writes JSON with params and answers, also without requests', () => {
    const log = temp.open()
    const exported = (filter = {}) => JSON.parse([...log.export(filter, 'json')].join(''))
    expect(exported()).toEqual([])
    for (let at = 0; at < 1_203; at++) log.record(aRequest({ question: `row ${at}` }))
    const rows = exported()
    expect(rows).toHaveLength(1_203)
    const { references, question, ...detail } = log.request(8)!
    expect(rows[7]).toEqual({ ...detail, asked: question, touched: references })
    expect(exported({ text: '1202' })).toHaveLength(1)
  })

  it('writes CSV that a spreadsheet reads without running formulas', () => {
    const log = temp.open()
    log.record(
      aRequest({
        question: '=HYPERLINK("x")',
        summary: 'a,b',
        message: 'two\r\nlines',
        client: '@me',
        code: -32602,
      }),
    )
    log.record(aRequest({ question: '-1+1', summary: '+x', client: null, at: 0 }))
    const text = [...log.export({}, 'csv')].join('')
    const [head, ...lines] = text.split(/\r\n(?=\d|$)/)
    expect(head).toBe(
      'seq,at,session,client,clientVersion,protocolVersion,transport,method,tool,asked,status,summary,code,message,cache,micros,bytes',
    )
    expect(lines[0]).toContain(`,"'=HYPERLINK(""x"")",ok,"a,b",-32602,"two\r\nlines",miss,`)
    expect(lines[0]).toContain(",'@me,")
    expect(lines[1]).toBe(
      "2,1970-01-01T00:00:00.000Z,session-1,,2.0.1,2025-11-25,stdio,tools/call,search_standards,'-1+1,ok,'+x,,,miss,1840,3100",
    )
  })

  it('has the rows that existed at its beginning', () => {
    const log = temp.open()
    for (let at = 0; at < 600; at++) log.record(aRequest())
    let pieces = ''
    for (const piece of log.export({}, 'json')) {
      pieces += piece
      log.record(aRequest({ question: 'later' }))
      log.flush()
    }
    expect(JSON.parse(pieces)).toHaveLength(600)
  })
})

describe('retention', () => {
  async function filled(rows: number, at: (index: number) => number) {
    const writer = temp.open({ now: () => NOON })
    for (let index = 0; index < rows; index++) {
      writer.record(aRequest({ at: at(index), question: `row ${index}`, session: `s${index % 7}` }))
    }
    writer.flush()
    await temp.compacted()
    return writer
  }

  /** Opens the activity as a host with a window does: retention starts at once. */
  function watch() {
    const log = temp.open({ now: () => NOON })
    log.follow(() => {})
    return log
  }

  it('deletes rows that are too old, whatever their order, compacted or not', async () => {
    temp.settings = { ...temp.settings, keepDays: 10 }
    const old = NOON - 11 * DAY_MS
    const log = await filled(1_500, (index) => (index % 3 === 0 ? old : NOON - DAY_MS))
    watch()
    await eventually(() => log.health().rows === 1_000)
    expect(log.count({})).toBe(1_000)
    expect(log.count({ text: 'row' })).toBe(1_000)
    const left = log
      .page({ text: 'row' }, { limit: 1_000 })
      .rows.map(({ question }) => Number(question.slice(4)))
    expect(left.filter((index) => index % 3 === 0)).toEqual([])
    expect(left).toContain(4)
    expect(log.request(1)).toBeNull()
    expect(log.figures({}, 0, NOON, 2).all.count).toBe(1_000)
  })

  it('deletes the oldest rows when there are too many', async () => {
    const log = await filled(2_300, () => NOON)
    temp.settings = { ...temp.settings, keepRows: 1_000 }
    watch()
    await eventually(() => log.health().rows === 1_000)
    const { rows, older } = log.page({}, { limit: 1_000 })
    expect([rows.length, older, rows[0]?.seq, rows.at(-1)?.seq]).toEqual([1_000, false, 2_300, 1_301])
    expect(log.count({ text: 'row' })).toBe(1_000)
  })

  it('frees disk space', async () => {
    const log = await filled(3_000, () => NOON)
    const db = openDatabase(temp.file)
    const pages = () => Number(db.pragma('page_count', { simple: true }))
    const before = pages()
    await log.clear()
    expect(pages()).toBeLessThan(before / 4)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })
})

describe('a closed activity database', () => {
  it('contains everything, and rejects queries with a message', async () => {
    const log = temp.open()
    log.record(aRequest())
    await log.close()
    await log.close()
    log.record(aRequest())
    expect(() => log.page({}, { limit: 1 })).toThrow('The activity database was closed.')
    expect(temp.open().count({})).toBe(1)
  })
})
