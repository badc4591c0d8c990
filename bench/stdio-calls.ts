import { writeFileSync } from 'node:fs'
import type { Bench, Benchmark, IndexedHome } from './benchmark.ts'
import { type Budget, type Row, rowOf } from './statistics.ts'
import { startEcho, startServer } from './stdio-client.ts'
import { type WayToStart, waysToStart } from './ways-to-start.ts'

const ROUNDS = 1_000
// A conversation makes a few dozen calls, before V8 has optimised much code.
const EARLY = 50

interface Call {
  readonly name: string
  readonly tool: string
  readonly args: object
  readonly budget?: Budget
}

export const stdioCalls: Benchmark = {
  name: 'stdio-calls',
  about: 'round trips of tool calls, against the echo server answering the same bytes',
  async run(bench) {
    const indexed = await bench.indexed()
    const calls: readonly Call[] = [
      {
        name: 'get_standard, 8 KB',
        tool: 'get_standard',
        args: { id: indexed.corpus.ids[10] ?? '' },
        budget: { of: 'ratio', atMost: 4 },
      },
      {
        name: 'search_standards, rare',
        tool: 'search_standards',
        args: { query: 'kelpvantage' },
      },
      { name: 'search_standards, two words', tool: 'search_standards', args: { query: 'retry backoff' } },
      { name: 'list_standards', tool: 'list_standards', args: {} },
    ]
    const rows: Row[] = []
    for (const way of waysToStart()) {
      for (const call of calls) rows.push(...(await measure(bench, indexed, way, call)))
    }
    return rows
  },
}

async function measure(bench: Bench, indexed: IndexedHome, way: WayToStart, call: Call): Promise<Row[]> {
  const server = await startServer(way, indexed)
  const first = await server.call(call.tool, call.args)
  const file = bench.path('answers.json')
  writeFileSync(file, JSON.stringify({ [call.tool]: first.result }))
  const echo = await startEcho(file)
  const ours: number[] = []
  const floor: number[] = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      floor.push((await echo.call(call.tool, call.args)).ms)
      const { ms, bytes } = await server.call(call.tool, call.args)
      if (Math.abs(bytes - first.bytes) > 10)
        throw new Error(`${call.name} gave ${bytes} bytes, not ${first.bytes}.`)
      ours.push(ms)
    }
  } finally {
    await Promise.all([server.close(), echo.close()])
  }
  const name = `${way.name}: ${call.name}`
  const { budget } = call
  return [
    rowOf(`${name}, first ${EARLY} calls`, 'ms', ours.slice(0, EARLY), floor.slice(0, EARLY)),
    rowOf(
      `${name}, warm`,
      'ms',
      ours.slice(ROUNDS / 2),
      floor.slice(ROUNDS / 2),
      ...(budget ? [budget] : []),
    ),
  ]
}
