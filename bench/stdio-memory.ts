import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../src-core/base/open-database.ts'
import type { Benchmark, IndexedHome } from './benchmark.ts'
import { rowOf } from './statistics.ts'
import { residentMB, startServer } from './stdio-client.ts'
import { type WayToStart, waysToStart } from './ways-to-start.ts'

const CALLS = 1_000
const RUNS = 3
const QUERIES = [
  'retry backoff',
  'database error',
  '错误',
  'Fehler',
  'kelpvantage',
  'reconnect_with_jitter',
  'служба',
]

export const stdioMemory: Benchmark = {
  name: 'stdio-memory',
  about: `resident memory of a server that does not index, after ${CALLS} calls, against a bare Node`,
  async run(bench) {
    const indexed = await bench.indexed()
    const ways = waysToStart()
    const [first] = ways
    if (!first) return []
    const holder = await startServer(first, indexed)
    try {
      await untilIndexing(holder.pid, indexed)
      const bare: number[] = []
      const ours = ways.map((): number[] => [])
      for (let run = 0; run < RUNS; run++) {
        bare.push(await bareNode())
        for (const [at, way] of ways.entries()) ours[at]?.push(await afterCalls(way, indexed))
      }
      return ways.map(({ name }, at) =>
        rowOf(`${name}: after ${CALLS} calls`, 'MB', ours[at] ?? [], bare, { of: 'ratio', atMost: 2 }),
      )
    } finally {
      await holder.close()
    }
  },
}

async function afterCalls(way: WayToStart, indexed: IndexedHome): Promise<number> {
  const server = await startServer(way, indexed)
  const { ids } = indexed.corpus
  for (let i = 0; i < CALLS; i++) {
    if (i % 3 === 0) await server.call('search_standards', { query: QUERIES[i % QUERIES.length] ?? '' })
    else await server.call('get_standard', { id: ids[(i * 17) % ids.length] ?? '' })
  }
  const memory = residentMB(server.pid)
  await server.close()
  return memory
}

async function bareNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log(1)'])
  await once(child.stdout, 'data')
  await sleep(200)
  const memory = residentMB(child.pid ?? 0)
  child.stdin.end()
  await once(child, 'exit')
  return memory
}

/** Waits until the index names the process `pid` as its indexer. */
async function untilIndexing(pid: number, { home }: IndexedHome): Promise<void> {
  const db = openDatabase(join(home, 'index.db'))
  try {
    const holder = db.prepare<[], number>("SELECT pid FROM progress WHERE state = 'watching'").pluck()
    for (let tries = 0; holder.get() !== pid; tries++) {
      if (tries > 600) throw new Error('The first server did not begin to watch within 30 s.')
      await sleep(50)
    }
  } finally {
    db.close()
  }
}
