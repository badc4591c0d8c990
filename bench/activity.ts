import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { openActivity } from '../src-core/activity/open-activity.ts'
import type { Activity } from '../src-core/services/activity.ts'
import type { RequestFilter } from '../src-shared/activity.ts'
import { SettingsSchema } from '../src-shared/settings.ts'
import { plantedRequests, RARE_ROWS } from './activity-plant.ts'
import type { Bench, Benchmark, Row } from './benchmark.ts'
import { rowOf } from './statistics.ts'

const DAY_MS = 86_400_000
const ROUNDS = 7
const PAGE = 100
const PAGE_BUDGET = { of: 'p95', atMost: 20 } as const
const FIGURES_BUDGET = { of: 'p95', atMost: 50 } as const

export const activity: Benchmark = {
  name: 'activity',
  about: 'the log: writing, following, and asking a planted log of --rows requests',
  async run(bench) {
    const recorded = await recordCost(bench)
    const alone = await writing(bench, 1, 40_000)
    const four = await writing(bench, 4, 20_000)
    const tailed = await tailing(bench)
    return [
      rowOf('record(), on the caller', 'us', recorded, null),
      rowOf('rows written, one process', '/s', alone, null),
      rowOf('rows written, four processes', '/s', four, null),
      rowOf('handed over until followed', 'ms', tailed, null, { of: 'p95', atMost: 250 }),
      ...(await asking(bench)),
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

/** Microseconds a call, one figure for each hundred. */
async function recordCost(bench: Bench): Promise<number[]> {
  const log = openIn(newFolder(bench))
  const requests = [...plantedRequests(20_000, Date.now())]
  const figures: number[] = []
  for (let at = 0; at < requests.length; at += 100) {
    const some = requests.slice(at, at + 100)
    const ms = time(() => {
      for (const request of some) log.record(request)
    })
    figures.push((ms * 1000) / some.length)
    await nextTurn()
  }
  await log.close()
  return figures
}

async function writing(bench: Bench, processes: number, rows: number): Promise<number[]> {
  const figures: number[] = []
  for (let round = 0; round < 3; round++) {
    const folder = newFolder(bench)
    const log = openIn(folder)
    log.health()
    let seen = 0
    let last = 0
    const unfollow = log.follow((news) => {
      for (const { seq } of news.rows) {
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

async function tailing(bench: Bench): Promise<number[]> {
  const folder = newFolder(bench)
  const log = openIn(folder)
  log.health()
  const figures: number[] = []
  const unfollow = log.follow((news) => {
    for (const { at } of news.rows) figures.push(Date.now() - at)
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

async function asking(bench: Bench): Promise<Row[]> {
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
  // What is sealed between two turns is done before anything is asked.
  await sleep(200)
  const { rows, bytes } = log.health()
  if (rows !== bench.rows) throw new Error(`${rows} rows were written.`)
  const newest = log.page({}, { limit: 1 }).rows[0]?.seq ?? 0
  const middle = newest - Math.floor(bench.rows / 2)
  const table = [
    rowOf('the file', 'MB', [bytes / 1e6], null),
    ...pages(log, newest, middle, to),
    ...counts(log, to),
    ...figures(log, to),
    ...usage(log, to),
  ]
  await log.close()
  return table
}

/** Filters by what they ask for, and whether anything fits. */
function filters(to: number, session: string): Readonly<Record<string, RequestFilter>> {
  const common: RequestFilter = {
    clients: ['claude-ai', 'claude-code', 'cursor'],
    tools: ['search_standards', 'get_standard'],
    statuses: ['ok'],
    cache: ['hit', 'bypass'],
    callsOnly: true,
  }
  return {
    everything: {},
    'calls only': { callsOnly: true },
    'one client': { clients: ['zed'] },
    'a rare client': { clients: ['rare-client'] },
    'a client that never was': { clients: ['nobody'] },
    'all lists': common,
    'all lists, nothing': { ...common, statuses: ['cancelled'], cache: ['hit'], tools: ['get_stdlib'] },
    'one session': { session },
    'one session, failures': { session, statuses: ['tool-error'] },
    'one standard': { standard: 'standards/3.md' },
    'a rare standard': { standard: 'rare.md' },
    'one standard, rare client': { standard: 'standards/3.md', clients: ['rare-client'] },
    'one hour': { from: to - 3_600_000, to },
    'a day in the middle, failures': {
      from: to - 15 * DAY_MS,
      to: to - 14 * DAY_MS,
      statuses: ['tool-error'],
    },
    'a time without rows': { from: to - 90 * DAY_MS, to: to - 60 * DAY_MS },
    'a common word': { text: 'sections' },
    'a rare word': { text: 'xylophagous' },
    'a word that never was': { text: 'quernstone' },
    'two words': { text: 'retry conport' },
    'the beginning of a word': { text: 'trans' },
    'one letter': { text: 's' },
    'a common beginning': { text: 'secti' },
    'two common words that never meet': { text: 'odd even' },
    'word and status that never meet': { text: 'sections', statuses: ['empty'] },
    'word and lists': { ...common, text: 'retry' },
    'word and lists that never meet': { ...common, text: 'unknown domain' },
    'word, session': { text: 'retry', session },
    'word, standard, client': { text: 'retry', standard: 'standards/3.md', clients: ['cursor'] },
    'word, a day in the middle': { text: 'retry', from: to - 15 * DAY_MS, to: to - 14 * DAY_MS },
    'word, rare client': { text: 'sections', clients: ['rare-client'] },
    'everything at once': {
      ...common,
      text: 'retry',
      standard: 'standards/3.md',
      session,
      from: to - 20 * DAY_MS,
      to: to - 10 * DAY_MS,
    },
  }
}

function pages(log: Activity, newest: number, middle: number, to: number): Row[] {
  const session = log.page({}, { before: middle, limit: 1 }).rows[0]?.session ?? ''
  const rare = log.page({ text: 'xylophagous' }, { limit: PAGE }).rows.length
  if (rare !== RARE_ROWS) throw new Error(`The rare word was found in ${rare} rows.`)
  return Object.entries(filters(to, session)).map(([what, filter]) => {
    const figures: number[] = []
    for (let round = -1; round < ROUNDS; round++) {
      for (const query of [{}, { before: middle }, { after: middle }, { after: newest - PAGE }]) {
        const ms = time(() => log.page(filter, { ...query, limit: PAGE }))
        if (round >= 0) figures.push(ms)
      }
    }
    return rowOf(`page: ${what}`, 'ms', figures, null, PAGE_BUDGET)
  })
}

function counts(log: Activity, to: number): Row[] {
  const asked: Readonly<Record<string, RequestFilter>> = {
    everything: {},
    'all lists': { clients: ['claude-ai'], tools: ['search_standards'], statuses: ['ok'], callsOnly: true },
    'a common word': { text: 'sections' },
    'a word, a week': { text: 'retry', from: to - 7 * DAY_MS },
    'a word, a client': { text: 'sections', clients: ['cursor'] },
    'one standard': { standard: 'standards/3.md' },
    'last minute': { from: to - 60_000 },
  }
  return Object.entries(asked).map(([what, filter]) =>
    rowOf(
      `count: ${what}`,
      'ms',
      rounds(() => log.count(filter)),
      null,
    ),
  )
}

function figures(log: Activity, to: number): Row[] {
  const spans = { '1 h': DAY_MS / 24, '24 h': DAY_MS, '7 d': 7 * DAY_MS, '30 d': 30 * DAY_MS }
  const rows = Object.entries(spans).map(([name, span]) =>
    rowOf(
      `figures: ${name}`,
      'ms',
      rounds(() => log.figures({ callsOnly: true }, to - span, to, 60)),
      null,
      FIGURES_BUDGET,
    ),
  )
  const text = rounds(() => log.figures({ text: 'retry' }, to - 7 * DAY_MS, to, 60))
  const common = rounds(() => log.figures({ text: 'sections' }, to - 30 * DAY_MS, to, 60))
  return [
    ...rows,
    rowOf('figures: 7 d, a word', 'ms', text, null),
    rowOf('figures: 30 d, a common word', 'ms', common, null),
  ]
}

function usage(log: Activity, to: number): Row[] {
  const asked: Readonly<Record<string, () => unknown>> = {
    'usage: everything': () => log.usage({ from: 0 }),
    'usage: 14 d, a client': () => log.usage({ from: to - 14 * DAY_MS, client: 'cursor' }),
    'usage: one standard, 30 d': () => log.standardUsage('standards/3.md', 30),
    'clients: 14 d': () => log.clientDays(14),
    'gaps: 14 d': () => log.gaps({ from: to - 14 * DAY_MS, dismissed: false }),
    'gaps: counted, 14 d': () => log.countGaps(to - 14 * DAY_MS),
    names: () => log.names(),
    errors: () => log.errors({ acknowledged: false }),
    health: () => log.health(),
  }
  return Object.entries(asked).map(([what, ask]) => rowOf(what, 'ms', rounds(ask), null))
}

function rounds(work: () => unknown): number[] {
  work()
  return Array.from({ length: ROUNDS * 2 }, () => time(work))
}

function time(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
