import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Activity } from '../src-core/activity/activity.ts'
import { openActivity } from '../src-core/activity/open-activity.ts'
import { SettingsSchema } from '../src-shared/contract/settings.ts'
import { plantedRequests } from './activity-plant.ts'
import { measureQueries } from './activity-queries.ts'
import type { Bench, Benchmark } from './benchmark.ts'
import { type Row, rowOf } from './statistics.ts'

export const activity: Benchmark = {
  name: 'activity',
  about: 'the activity: recording, following, and querying --rows planted requests',
  async run(bench) {
    const recording = await recordCost(bench)
    const oneProcess = await writingRate(bench, 1, 40_000)
    const fourProcesses = await writingRate(bench, 4, 20_000)
    const delays = await followDelays(bench)
    return [
      rowOf('record(), on the caller', 'us', recording, null),
      rowOf('rows written, one process', '/s', oneProcess, null),
      rowOf('rows written, four processes', '/s', fourProcesses, null),
      rowOf('recorded until followed', 'ms', delays, null, { of: 'p95', atMost: 250 }),
      ...(await queries(bench)),
    ]
  },
}

const settings = SettingsSchema.parse({ activity: { keepRows: 100_000_000, keepDays: 3650 } }).activity

function openIn(folder: string): Activity {
  return openActivity({
    file: join(folder, 'activity.db'),
    settings: () => settings,
    log: (level, message) => {
      throw new Error(`${level}: ${message}`)
    },
  })
}

function newFolder(bench: Bench): string {
  const folder = bench.path('activity')
  mkdirSync(folder)
  return folder
}

/** Microseconds a call, averaged over each hundred. */
async function recordCost(bench: Bench): Promise<number[]> {
  const log = openIn(newFolder(bench))
  const requests = [...plantedRequests(20_000, Date.now())]
  const figures: number[] = []
  for (let at = 0; at < requests.length; at += 100) {
    const hundred = requests.slice(at, at + 100)
    const ms = time(() => {
      for (const request of hundred) log.record(request)
    })
    figures.push((ms * 1000) / hundred.length)
    await nextTurn()
  }
  await log.close()
  return figures
}

/** Rows a second. */
async function writingRate(bench: Bench, processes: number, rows: number): Promise<number[]> {
  const figures: number[] = []
  for (let round = 0; round < 3; round++) {
    const folder = newFolder(bench)
    const log = openIn(folder)
    log.health()
    let seen = 0
    let last = 0
    const unfollow = log.follow(({ rows: newRows }) => {
      for (const { seq } of newRows) {
        if (seq <= last) throw new Error(`Row ${seq} came after ${last}.`)
        last = seq
        seen++
      }
    })
    const children = Array.from({ length: processes }, () => startWriter(folder, rows, 0))
    await Promise.all(children.map(({ ready }) => ready))
    const started = performance.now()
    for (const { child } of children) child.stdin?.write('\n')
    const results = await Promise.all(children.map(({ done }) => done))
    const ms = performance.now() - started
    await until(() => seen === rows * processes)
    if (results.some(({ lost }) => lost > 0)) throw new Error('Rows were lost.')
    figures.push((rows * processes * 1000) / ms)
    unfollow()
    await log.close()
  }
  return figures
}

/** Milliseconds from `record()` in one process to the notification in another. */
async function followDelays(bench: Bench): Promise<number[]> {
  const folder = newFolder(bench)
  const log = openIn(folder)
  log.health()
  const figures: number[] = []
  const unfollow = log.follow(({ rows: newRows }) => {
    for (const { at } of newRows) figures.push(Date.now() - at)
  })
  const rows = 200
  const { ready, child, done } = startWriter(folder, rows, 23)
  await ready
  child.stdin?.write('\n')
  await done
  await until(() => figures.length === rows)
  unfollow()
  await log.close()
  return figures
}

function startWriter(folder: string, rows: number, pause: number) {
  const script = join(import.meta.dirname, 'activity-child.ts')
  const file = join(folder, 'activity.db')
  const child: ChildProcess = spawn(process.execPath, [script, file, String(rows), String(pause)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const next = waiting.shift()
      if (next) next(line)
      else lines.push(line)
    })
  }
  const line = () =>
    new Promise<string>((resolve) => {
      const first = lines.shift()
      if (first === undefined) waiting.push(resolve)
      else resolve(first)
    })
  const ready = line()
  const done = ready.then(line).then((text) => JSON.parse(text) as { ms: number; lost: number })
  return { child, ready, done }
}

async function until(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries++) {
    if (tries > 1_000) throw new Error('Rows are missing.')
    await sleep(10)
  }
}

async function queries(bench: Bench): Promise<Row[]> {
  const folder = newFolder(bench)
  const log = openIn(folder)
  const to = Date.now()
  bench.say(`  planting ${bench.rows} requests …`)
  let planted = 0
  for (const request of plantedRequests(bench.rows, to)) {
    log.record(request)
    if (++planted % 256 !== 0) continue
    log.flush()
    await nextTurn()
    await nextTurn()
  }
  log.flush()
  // Lets the compaction, which runs in later turns of the event loop, end before the first query.
  await sleep(200)
  const { rows, bytes } = log.health()
  if (rows !== bench.rows) throw new Error(`${rows} rows were recorded.`)
  const table = [rowOf('the file', 'MB', [bytes / 1e6], null), ...measureQueries(log, to, bench.rows)]
  await log.close()
  return table
}

function time(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
