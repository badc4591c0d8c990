import type { Benchmark } from './benchmark.ts'
import { rowOf } from './statistics.ts'
import { type StdioServer, startEcho, startServer } from './stdio-client.ts'
import { waysToStart } from './ways-to-start.ts'

const RUNS = 20

interface Start {
  /** Milliseconds from spawning to the answer to `initialize`. */
  readonly hello: number
  /** Milliseconds from spawning to the answer to the first tool call. */
  readonly result: number
}

export const stdioStart: Benchmark = {
  name: 'stdio-start',
  about: 'from spawning the server to its first answer, against a minimal echo server on the same Node',
  async run(bench) {
    const indexed = await bench.indexed()
    const id = indexed.corpus.ids[0] ?? ''
    const ways = waysToStart()
    const echo: Start[] = []
    const ours = ways.map((): Start[] => [])
    // The first round fills the file system's cache.
    for (let run = 0; run <= RUNS; run++) {
      const floor = await startOnce(await startEcho(), id)
      if (run > 0) echo.push(floor)
      for (const [at, way] of ways.entries()) {
        const start = await startOnce(await startServer(way, indexed), id)
        if (run > 0) ours[at]?.push(start)
      }
    }
    return ways.flatMap(({ name }, at) => [
      rowOf(`${name}: initialize`, 'ms', (ours[at] ?? []).map(hello), echo.map(hello), {
        of: 'ratio',
        atMost: 2,
      }),
      rowOf(`${name}: first get_standard`, 'ms', (ours[at] ?? []).map(result), echo.map(result)),
    ])
  },
}

async function startOnce(server: StdioServer, id: string): Promise<Start> {
  await server.call('get_standard', { id })
  const result = performance.now() - server.spawnedAt
  await server.close()
  return { hello: server.startMs, result }
}

const hello = (start: Start) => start.hello
const result = (start: Start) => start.result
