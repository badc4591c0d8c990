import type { Activity } from '../src-core/activity/activity.ts'
import type { RequestFilter } from '../src-shared/contract/activity.ts'
import { RARE_ROWS } from './activity-plant.ts'
import { type Row, rowOf } from './statistics.ts'

const DAY_MS = 86_400_000
const ROUNDS = 7
const PAGE = 100
const PAGE_BUDGET = { of: 'p95', atMost: 20 } as const
const FIGURES_BUDGET = { of: 'p95', atMost: 50 } as const

/** Runs every query of the window over planted requests. @param to the time of the newest request */
export function measureQueries(log: Activity, to: number, planted: number): Row[] {
  const newest = log.page({}, { limit: 1 }).rows[0]?.seq ?? 0
  const middle = newest - Math.floor(planted / 2)
  return [...pages(log, newest, middle, to), ...counts(log, to), ...figures(log, to), ...usage(log, to)]
}

/** By name. */
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
    'an unknown client': { clients: ['nobody'] },
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
    'an unknown word': { text: 'quernstone' },
    'two words': { text: 'retry conport' },
    'the beginning of a word': { text: 'trans' },
    'one letter': { text: 's' },
    'a common beginning': { text: 'secti' },
    'two common words, never in one row': { text: 'odd even' },
    'word and status, never in one row': { text: 'sections', statuses: ['empty'] },
    'word and lists': { ...common, text: 'retry' },
    'word and lists, never in one row': { ...common, text: 'unknown domain' },
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
  return Object.entries(filters(to, session)).map(([name, filter]) => {
    const figures: number[] = []
    for (let round = -1; round < ROUNDS; round++) {
      for (const query of [{}, { before: middle }, { after: middle }, { after: newest - PAGE }]) {
        const ms = time(() => log.page(filter, { ...query, limit: PAGE }))
        if (round >= 0) figures.push(ms)
      }
    }
    return rowOf(`page: ${name}`, 'ms', figures, null, PAGE_BUDGET)
  })
}

function counts(log: Activity, to: number): Row[] {
  const byName: Readonly<Record<string, RequestFilter>> = {
    everything: {},
    'all lists': { clients: ['claude-ai'], tools: ['search_standards'], statuses: ['ok'], callsOnly: true },
    'a common word': { text: 'sections' },
    'a word, a week': { text: 'retry', from: to - 7 * DAY_MS },
    'a word, a client': { text: 'sections', clients: ['cursor'] },
    'one standard': { standard: 'standards/3.md' },
    'last minute': { from: to - 60_000 },
  }
  return Object.entries(byName).map(([name, filter]) =>
    rowOf(
      `count: ${name}`,
      'ms',
      timesOf(() => log.count(filter)),
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
      timesOf(() => log.figures({ callsOnly: true }, to - span, to, 60)),
      null,
      FIGURES_BUDGET,
    ),
  )
  const text = timesOf(() => log.figures({ text: 'retry' }, to - 7 * DAY_MS, to, 60))
  const common = timesOf(() => log.figures({ text: 'sections' }, to - 30 * DAY_MS, to, 60))
  return [
    ...rows,
    rowOf('figures: 7 d, a word', 'ms', text, null),
    rowOf('figures: 30 d, a common word', 'ms', common, null),
  ]
}

function usage(log: Activity, to: number): Row[] {
  const queries: Readonly<Record<string, () => unknown>> = {
    'usage: everything': () => log.usage({ from: 0 }),
    'usage: 14 d, a client': () => log.usage({ from: to - 14 * DAY_MS, client: 'cursor' }),
    'usage: one standard, 30 d': () => log.standardUsage('standards/3.md', 30),
    'clients: 14 d': () => log.clientDays(14),
    'gaps: 14 d': () => log.gaps({ from: to - 14 * DAY_MS, dismissed: false }),
    names: () => log.names(),
    errors: () => log.errors({ acknowledged: false }),
    health: () => log.health(),
  }
  return Object.entries(queries).map(([name, query]) => rowOf(name, 'ms', timesOf(query), null))
}

function timesOf(work: () => unknown): number[] {
  work()
  return Array.from({ length: ROUNDS * 2 }, () => time(work))
}

function time(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
