import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, SOURCE_PATHS } from '../../testing/temp-library.ts'
import { clientById } from '../table/client-table.ts'
import { ConfigThread } from './config-thread.ts'
import { Inspections } from './inspections.ts'
import { type Plan, planConnect, planDisconnect } from './plan-connect.ts'

const START = { command: '/opt/node', args: ['/opt/server.mjs', '--home', '/h'] }
const WANTED = { start: START }

/** A file like that of Claude Code after a year: projects with a history, the servers behind them. */
function longHistory(servers: string, indent: number): string {
  const history = Array.from({ length: 100 }, () => ({
    display: 'look at https://a.b/c, "quoted" {[ hunter1',
    pasted: {},
  }))
  const projects = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`/home/u/p${at}`, { history, mcpServers: {} }]),
  )
  const text = JSON.stringify({ startups: 5, projects, mcpServers: '@', last: 'hunter2' }, null, indent)
  return text.replace('"@"', () => servers)
}
const bytesOf = (text: string) => new TextEncoder().encode(text)
function written(plan: Plan): Extract<Plan, { kind: 'write' }> {
  if (plan.kind !== 'write') throw new Error(JSON.stringify(plan))
  return plan
}

describe('a large file', () => {
  it.each([
    ['{}', 2],
    ['null', 2],
    ['{ "other": { "command": "x", "env": { "KEY": "hunter3" } } }', 2],
    ['{"other":{"command":"hunter4"}}', 0],
    ['{\n    "plumbline": { "command": "/old/node", "args": ["/opt/server.mjs", "--home", "/h"] }\n  }', 2],
  ])('gets the entry and nothing else changes: %s', (servers, indent) => {
    const client = clientById('claude-code')
    const text = longHistory(servers, indent)
    expect(text.length).toBeGreaterThan(300_000)
    const plan = written(planConnect(bytesOf(text), client, WANTED))
    const now = JSON.parse(new TextDecoder().decode(plan.bytes))
    const { plumbline, ...others } = now.mcpServers
    expect(plumbline).toMatchObject(START)
    const { plumbline: _, ...before } = JSON.parse(servers) ?? {}
    expect(others).toEqual(before)
    expect({ ...now, mcpServers: 0 }).toEqual({ ...JSON.parse(text), mcpServers: 0 })
    expect(JSON.stringify(plan.difference)).not.toContain('hunter')
    if (indent > 0) expect(plan.difference.length).toBeLessThan(40)
    const gone = JSON.parse(
      new TextDecoder().decode(written(planDisconnect(plan.bytes, client, WANTED)).bytes),
    )
    expect(gone).toEqual({ ...JSON.parse(text), mcpServers: before })
  })

  it('with comments and trailing commas keeps them', () => {
    const client = clientById('cursor')
    const text = longHistory(
      '{\n    // the "other" } server: hunter5\n    "other": { "command": "x", }, /* { */\n  }',
      2,
    ).replace('"startups": 5', '"startups": 5/* { " */')
    const plan = written(planConnect(bytesOf(text), client, WANTED))
    const after = new TextDecoder().decode(plan.bytes)
    for (const comment of ['// the "other" } server: hunter5', '/* { */', '5/* { " */'])
      expect(after).toContain(comment)
    expect(JSON.stringify(plan.difference)).not.toContain('hunter')
    expect(plan.difference.some(({ text: line }) => line.includes('"command": "/opt/node"'))).toBe(true)
    expect(planConnect(plan.bytes, client, WANTED)).toEqual({ kind: 'same' })
  })

  it('that is broken says where', () => {
    const text = longHistory('{ oops }', 2)
    const line = text.slice(0, text.indexOf('oops')).split('\n').length
    expect(planConnect(bytesOf(text), clientById('claude-code'), WANTED)).toMatchObject({
      kind: 'broken',
      line,
    })
  })
})

describe('in a thread', () => {
  let folder: string
  let thread: ConfigThread
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-large-'))
    thread = new ConfigThread(SOURCE_PATHS.configWorker)
  })
  afterEach(() => {
    thread.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('a large file is planned as in this one, while this one goes on', async () => {
    const bytes = bytesOf(longHistory('{}', 2))
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const plan = await thread.run(
      { kind: 'connect', client: 'claude-code', bytes, wanted: WANTED },
      bytes.length,
    )
    clearInterval(timer)
    expect(turns).toBeGreaterThan(0)
    const here = written(planConnect(bytes, clientById('claude-code'), WANTED))
    expect({ ...written(plan), bytes: 0 }).toEqual({ ...here, bytes: 0 })
    expect(Buffer.compare(written(plan).bytes, here.bytes)).toBe(0)
  })

  it('a task of a thread that ends is rejected', async () => {
    const lost = new ConfigThread(join(folder, 'none.mjs'))
    const task = { kind: 'connect', client: 'claude-code', bytes: null, wanted: WANTED } as const
    await expect(lost.run(task, 1_000_000)).rejects.toThrow()
    lost.close()
  })

  it('a large file that changes is read in the background, and then reported', async () => {
    const file = join(folder, 'config.json')
    const client = clientById('claude-code')
    const location = { file, signs: [file] }
    let changes = 0
    const inspections = new Inspections({
      startCommands: [START],
      thread,
      changed: () => changes++,
      log: () => {},
    })
    const connected = written(planConnect(bytesOf(longHistory('{}', 2)), client, WANTED)).bytes
    writeFileSync(file, longHistory('{}', 2))
    expect(inspections.of(location, client).kind).toBe('absent')
    writeFileSync(file, connected)
    // The last known state, until the thread has read the file.
    expect(inspections.of(location, client).kind).toBe('absent')
    await eventually(() => changes === 1)
    expect(inspections.of(location, client).kind).toBe('same')
    writeFileSync(file, longHistory('{}', 2))
    await inspections.refresh(location, client)
    expect(inspections.of(location, client).kind).toBe('absent')
  })
})
