import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../../src-core/activity/activity.ts'
import { openActivity } from '../../../src-core/activity/open-activity.ts'
import { eventually } from '../../../src-core/testing/temp-library.ts'
import type { RequestRow } from '../../../src-shared/contract/activity.ts'
import { SettingsSchema } from '../../../src-shared/contract/settings.ts'
import { makeTempHome, type RawServer, startRawServer, type TempHome } from '../../testing/built-server.ts'
import { SAMPLE } from '../../testing/indexed-library.ts'

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'e2e', version: '1' } },
}
const search = (id: number, query: string) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'search_standards', arguments: { query } },
})

let home: TempHome
let servers: RawServer[]
let opened: Activity | null
beforeEach(() => {
  home = makeTempHome(SAMPLE)
  servers = []
  opened = null
})
afterEach(async () => {
  for (const server of servers) {
    server.process.kill('SIGKILL')
    await server.exit
  }
  await opened?.close()
  home.remove()
})

function start(way: 'bundle' | 'snapshot', requires?: string): RawServer {
  const before = process.env.NODE_OPTIONS
  if (requires !== undefined) {
    const script = join(home.home, '../required.cjs')
    writeFileSync(script, requires)
    process.env.NODE_OPTIONS = `--require ${script}`
  }
  const server = startRawServer(home.argsFor(way))
  if (before === undefined) delete process.env.NODE_OPTIONS
  else process.env.NODE_OPTIONS = before
  servers.push(server)
  return server
}

/** Code that runs `code` once `trigger` was called. */
function onceTriggered(code: string): string {
  const ifTriggered = `if (require('node:fs').existsSync(${JSON.stringify(join(home.home, '../triggered'))}))`
  return `{ const timer = setInterval(() => { ${ifTriggered} { clearInterval(timer); ${code} } }, 20) }`
}

function trigger(): void {
  writeFileSync(join(home.home, '../triggered'), '')
}

function log(): Activity {
  opened ??= openActivity({
    file: join(home.home, 'activity.db'),
    settings: () => SettingsSchema.parse({}).activity,
    log: () => {},
  })
  return opened
}
const rows = (): readonly RequestRow[] => log().page({}, { limit: 1_000 }).rows.toReversed()

describe.each(['bundle', 'snapshot'] as const)('a stdio server from its %s', (way) => {
  it('leaves a row for each message, at the latest when it ends', async () => {
    const server = start(way)
    server.send(INITIALIZE)
    await server.answerTo(1)
    server.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    server.write('no JSON\n')
    server.send(search(2, 'fixtures'))
    await server.answerTo(2)
    server.send({ jsonrpc: '2.0', id: 3, method: 'plumbline/status' })
    const { result } = await server.answerTo(3)
    expect(result.sessions).toMatchObject([
      {
        transport: 'stdio',
        client: 'e2e',
        protocolVersion: '2025-11-25',
        state: 'ready',
        pid: server.process.pid,
      },
    ])
    server.send(search(4, 'xylophone'))
    await server.answerTo(4)
    server.process.kill('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(rows().map(({ method, tool, status }) => [tool ?? method, status])).toEqual([
      ['initialize', 'ok'],
      ['notifications/initialized', 'ok'],
      ['unreadable', 'protocol-error'],
      ['search_standards', 'ok'],
      ['plumbline/status', 'ok'],
      ['search_standards', 'empty'],
    ])
    expect(log().sessions(5)).toMatchObject([{ ended: 'closed', calls: 4, client: 'e2e' }])
  })

  it('shares cached answers with the next one', async () => {
    for (const expected of ['miss', 'hit']) {
      const server = start(way)
      server.send(INITIALIZE)
      await server.answerTo(1)
      // Not before it has been compared: until then the index may change under it.
      await eventually(async () => {
        server.send({ jsonrpc: '2.0', id: 'status', method: 'plumbline/status' })
        return (await server.answerTo('status')).result.progress.state === 'watching'
      })
      server.send(search(2, 'fixtures'))
      await server.answerTo(2)
      await server.stop()
      const calls = rows().filter(({ tool }) => tool !== null)
      expect(calls.at(-1)?.cache).toBe(expected)
    }
  })

  it.each([
    ['an error that nobody caught', "throw new Error('out of luck')"],
    ['a promise that nobody waited for', "Promise.reject(new Error('out of luck'))"],
  ])('reports %s, and writes the queued requests', async (_, code) => {
    const server = start(way, `if (require('node:worker_threads').isMainThread) ${onceTriggered(code)}`)
    server.send(INITIALIZE)
    await server.answerTo(1)
    trigger()
    expect(await server.exit).toBe(1)
    expect(log().errors({ acknowledged: false })).toMatchObject([
      {
        source: 'system',
        where: 'stdio server',
        title: 'The stdio server failed and ended',
        cause: 'Error: out of luck',
        stack: expect.stringContaining('required.cjs'),
        count: 1,
      },
    ])
    expect(rows()).toMatchObject([{ method: 'initialize' }])
  })
})

describe('a stdio server that indexes', () => {
  it('reports an indexing thread that failed, and goes on', async () => {
    const server = start(
      // A worker of a snapshot requires nothing.
      'bundle',
      `if (!require('node:worker_threads').isMainThread) ${onceTriggered("throw new Error('thread out of luck')")}`,
    )
    server.send(INITIALIZE)
    await server.answerTo(1)
    trigger()
    const error = await eventually(() =>
      log()
        .errors({ acknowledged: false })
        .find(({ cause }) => cause.includes('thread out of luck')),
    )
    expect(error).toMatchObject({
      source: 'system',
      title: 'The indexing thread failed',
      where: 'stdio server',
    })
    expect(error.stack).toContain('required.cjs')
    server.send(search(2, 'fixtures'))
    expect((await server.answerTo(2)).result).toBeDefined()
  })
})
