import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClientSteps, NearGap } from '../../../src-shared/contract/contract.ts'
import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import type { Tickets } from '../../base/download-tickets.ts'
import type { HandlersOf } from '../../base/window-call-handlers.ts'
import type { Library } from '../../library/library.ts'
import type { Activity, GapAnswers } from '../activity.ts'
import { startOfDays } from '../query/days.ts'
import { exportInsights, type InsightsExport } from './insights-export.ts'

const MAX_RANKED = 50
const MAX_UNUSED = 1_000
// Each costs one or more queries of the index.
const MAX_REPLAYED = 100
const LIBRARY_PAGE = 1_000
const HOURS = 24
const HOUR_MS = 3_600_000
// Each costs a query of the activity. The window shows some clients and the sum of the others.
const MAX_CLIENTS = 12

interface InsightsOptions {
  readonly activity: Pick<Activity, 'gaps' | 'dismissGap' | 'usage' | 'clientDays' | 'figures'>
  readonly library: Pick<Library, 'list'>
  readonly answers: Pick<GapAnswers, 'of'>
  readonly tickets: Pick<Tickets, 'issue'>
}

/** The window calls `insights.*`: what clients miss in the library, and how its standards are used. */
export function createInsightsHandlers({
  activity,
  library,
  answers,
  tickets,
}: InsightsOptions): HandlersOf<'insights'> {
  async function nearGaps(from: number, client: string | undefined, dismissed: boolean): Promise<NearGap[]> {
    const gaps: NearGap[] = []
    for (const gap of activity.gaps({ from, client, dismissed })) {
      const answer = gaps.length < MAX_REPLAYED ? await answers.of(gap) : { answered: false, nearest: null }
      gaps.push({ ...gap, ...answer })
    }
    return gaps
  }

  return {
    async 'insights.gaps'({ days, client, dismissed }) {
      const from = startOfSpan(days)
      return {
        gaps: await nearGaps(from, client, dismissed),
        dismissed: activity.gaps({ from, client, dismissed: true }).length,
      }
    },
    'insights.dismiss'({ gap, dismissed }) {
      activity.dismissGap(gap, dismissed)
      return null
    },
    'insights.usage'({ days, client }) {
      const { used, unused } = usageOf(library, activity, days, client)
      return {
        most: used.slice(0, MAX_RANKED),
        least: used.slice(-MAX_RANKED).reverse(),
        never: unused.slice(0, MAX_UNUSED),
        neverTotal: unused.length,
      }
    },
    'insights.clients': ({ days }) =>
      days === 1
        ? callsPerHour(activity)
        : { unit: 'day', from: startOfDays(days, Date.now()), clients: activity.clientDays(days) },
    async 'insights.export'({ days, client, content, format }) {
      const { used, unused } = usageOf(library, activity, days, client)
      const insights: InsightsExport = {
        days,
        client: client ?? null,
        gaps: content === 'usage' ? [] : await nearGaps(startOfSpan(days), client, false),
        usage: content === 'gaps' ? [] : [...used, ...unused.map(unusedRow)],
      }
      await nextTurn()
      const download = exportInsights(insights, content, format)
      return { path: tickets.issue(download), name: download.name }
    },
  }
}

/** The start of a number of days, of which today is the last; of one day: 24 hours ago, as a day that just began is empty. */
function startOfSpan(days: number): number {
  return days === 1 ? Date.now() - HOURS * HOUR_MS : startOfDays(days, Date.now())
}

function usageOf(
  library: InsightsOptions['library'],
  activity: InsightsOptions['activity'],
  days: number,
  client: string | undefined,
) {
  const standards = allStandards(library)
  const used = activity.usage({ from: startOfSpan(days), client }).flatMap((usage) => {
    const standard = standards.get(usage.id)
    // Standards that were deleted since are left out.
    return standard ? [{ ...usage, title: standard.title }] : []
  })
  for (const { id } of used) standards.delete(id)
  return { used, unused: [...standards.values()] }
}

function unusedRow({ id, title }: StandardSummary): InsightsExport['usage'][number] {
  return { id, title, times: 0, lastAt: null, lastClient: null }
}

/** Calls by client in the last 24 hours. */
function callsPerHour(activity: InsightsOptions['activity']): ClientSteps {
  const from = new Date().setMinutes(0, 0, 0) - (HOURS - 1) * HOUR_MS
  const to = from + HOURS * HOUR_MS
  const filter = { callsOnly: true }
  const { clients } = activity.figures(filter, from, to, HOURS)
  return {
    unit: 'hour',
    from,
    clients: [...clients]
      .sort((a, b) => b.count - a.count)
      .slice(0, MAX_CLIENTS)
      .map(({ name }) => {
        const { steps } = activity.figures({ ...filter, clients: [name] }, from, to, HOURS)
        return { client: name, days: steps.map(({ count }) => count) }
      }),
  }
}

function allStandards(library: InsightsOptions['library']): Map<string, StandardSummary> {
  const standards = new Map<string, StandardSummary>()
  for (let after: string | null = null; ; ) {
    const page = library.list({}, after, LIBRARY_PAGE)
    for (const item of page.items) standards.set(item.id, item)
    if (page.next === null) return standards
    after = page.next
  }
}
