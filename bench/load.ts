import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Benchmark } from './benchmark.ts'
import {
  type Child,
  type LoadClient,
  loadHttp,
  loadStdio,
  loadTcp,
  loadWebSocket,
  startChild,
  waitForLine,
} from './load-clients.ts'
import { type Row, rowOf } from './statistics.ts'

const CALLS = 10_000
const AT_ONCE = 64
/** Plumbline and the baseline alternate after this number of calls. */
const TURN = 500

const JSON_TYPES = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

export const load: Benchmark = {
  name: 'load',
  about: `${CALLS} calls of get_standard at ${AT_ONCE} at once, over each interface`,
  async run(bench) {
    const { corpus, home } = await bench.indexed()
    const args = ['--library', corpus.root, '--home', home]
    const params = { name: 'get_standard', arguments: { id: corpus.ids[10] ?? '' } }
    const serve = startChild(['dist/cli/plumbline.mjs', 'serve', ...args, '--port', '0', '--tcp', '0'])
    const output = await waitForLine(serve, /^([\s\S]*TCP is at .*\n)/)
    const port = Number(/127\.0\.0\.1:(\d+)\//.exec(output)?.[1])
    const tcpPort = Number(/TCP is at .*:(\d+)/.exec(output)?.[1])
    const token = readFileSync(join(home, 'http-token'), 'utf8').trim()

    const legacy = (id: number) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })
    const modern = (id: number) =>
      JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { ...params, _meta: META } })
    const headers = { ...JSON_TYPES, authorization: `Bearer ${token}` }
    const open = {
      stdio: () => loadStdio(['dist/mcp/server.mjs', 'server', ...args], legacy),
      HTTP: () =>
        loadHttp(
          `http://127.0.0.1:${port}/mcp`,
          { ...headers, 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call', 'mcp-name': params.name },
          AT_ONCE,
          modern,
        ),
      REST: () =>
        loadHttp(`http://127.0.0.1:${port}/mcp/call`, { ...headers, 'user-agent': 'rest' }, AT_ONCE, (id) =>
          JSON.stringify({ ...params, id }),
        ),
      WebSocket: () => loadWebSocket(port, token, legacy),
      TCP: () => loadTcp(tcpPort, token, legacy),
    }
    const baselines = await openBaselines(bench, await open.stdio(), legacy)
    const rows: Row[] = []
    try {
      for (const [name, connect] of Object.entries(open)) {
        rows.push(...(await measure(name, await connect(), baselines.of(name))))
      }
    } finally {
      await Promise.all([serve.close(), baselines.close()])
    }
    return rows
  },
}

const MODERN = '2026-07-28'
const META = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': { name: 'load', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

interface Baselines {
  /** The baseline of an interface; `null` where there is none. */
  of(name: string): LoadClient | null
  close(): Promise<void>
}

/** Starts echo servers that send the answer of the real server. */
async function openBaselines(
  bench: Bench,
  real: LoadClient,
  messageFor: (id: number) => string,
): Promise<Baselines> {
  const { result } = JSON.parse(await real.call())
  await real.close()
  const byTool = bench.path('by-tool.json')
  writeFileSync(byTool, JSON.stringify({ get_standard: result }))
  const alone = bench.path('result.json')
  writeFileSync(alone, JSON.stringify(result))
  const stdio = loadStdio(['bench/echo-server.mjs', byTool], messageFor)
  const echo: Child = startChild(['bench/echo-http.mjs', alone])
  const port = await waitForLine(echo, /^(\d+)\n/)
  const http = loadHttp(`http://127.0.0.1:${port}/`, JSON_TYPES, AT_ONCE, messageFor)
  return {
    of: (name) => (name === 'stdio' ? stdio : name === 'HTTP' || name === 'REST' ? http : null),
    async close() {
      await Promise.all([stdio.close(), http.close(), echo.close()])
    },
  }
}

async function measure(name: string, client: LoadClient, baseline: LoadClient | null): Promise<Row[]> {
  const ours: Turn[] = []
  const base: Turn[] = []
  const expected = (await client.call()).length
  for (let done = 0; done < CALLS; done += TURN) {
    if (baseline !== null) base.push(await takeTurn(baseline, null))
    ours.push(await takeTurn(client, expected))
  }
  await client.close()
  const rates = (turns: readonly Turn[]) => turns.map(({ perSecond }) => perSecond)
  const times = (turns: readonly Turn[]) => turns.flatMap(({ ms }) => ms)
  return [
    rowOf(`${name}: calls a second`, '/s', rates(ours), baseline && rates(base)),
    rowOf(`${name}: a call among ${AT_ONCE}`, 'ms', times(ours), baseline && times(base)),
  ]
}

interface Turn {
  readonly perSecond: number
  /** The time of each call. */
  readonly ms: readonly number[]
}

/** @param expected the length of an answer, give or take the digits of its id; `null`: not checked */
async function takeTurn(client: LoadClient, expected: number | null): Promise<Turn> {
  const ms: number[] = []
  let asked = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (asked < TURN) {
        asked++
        const at = performance.now()
        const { length } = await client.call()
        ms.push(performance.now() - at)
        if (expected !== null && Math.abs(length - expected) > 10)
          throw new Error(`An answer had ${length} characters, not ${expected}.`)
      }
    }),
  )
  return { perSecond: (ms.length / (performance.now() - began)) * 1_000, ms }
}
