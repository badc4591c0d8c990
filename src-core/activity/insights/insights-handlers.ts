import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClientSteps, NearGap } from '../../../src-shared/contract/contract.ts'
import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import type { WindowDeps } from '../../app/window-deps.ts'
import type { Tickets } from '../../base/download-tickets.ts'
import type { HandlersOf } from '../../base/window-call-handlers.ts'
import type { Library } from '../../library/library.ts'
import type { Activity } from '../activity.ts'
import type { GapAnswers } from '../gaps/gap-answers.ts'
import { exportInsights, type InsightsExport } from './insights-export.ts'

const TOP = 50
const MOST_NEVER = 1_000
// Each is a question to the index.
const MOST_NEAREST = 100
const PAGE = 1_000
const HOURS = 24
const HOUR_MS = 3_600_000
// Each is a question to the log; a window shows a few and adds up the others.
const MOST_CLIENTS = 12

/** What the log says about the library: what is missing in it, and what nobody needs. */
export function createInsightsHandlers(
  { core: { library }, activity }: Pick<WindowDeps, 'core' | 'activity'>,
  answers: Pick<GapAnswers, 'of'>,
  tickets: Tickets,
): HandlersOf<'insights'> {
  async function gapsOf(from: number, client: string | undefined, dismissed: boolean): Promise<NearGap[]> {
    const near: NearGap[] = []
    for (const gap of activity.gaps({ from, client, dismissed })) {
      const known = near.length < MOST_NEAREST ? await answers.of(gap) : { answered: false, nearest: null }
      near.push({ ...gap, ...known })
    }
    return near
  }

  return {
    async 'insights.gaps'({ days, client, dismissed }) {
      const from = startOfSpan(days)
      return {
        gaps: await gapsOf(from, client, dismissed),
        dismissed: activity.gaps({ from, client, dismissed: true }).length,
      }
    },
    'insights.dismiss'({ gap, dismissed }) {
      activity.dismissGap(gap, dismissed)
      return null
    },
    'insights.usage'({ days, client }) {
      const { used, never } = usageOf(library, activity, days, client)
      return {
        most: used.slice(0, TOP),
        least: used.slice(-TOP).reverse(),
        never: never.slice(0, MOST_NEVER),
        neverTotal: never.length,
      }
    },
    'insights.clients': ({ days }) =>
      days === 1
        ? lastHours(activity)
        : { unit: 'day', from: startOfDays(days), clients: activity.clientDays(days) },
    async 'insights.export'({ days, client, what, format }) {
      const { used, never } = usageOf(library, activity, days, client)
      // JSON has all of it whatever was asked for, CSV is one table.
      const content: InsightsExport = {
        days,
        client: client ?? null,
        gaps: what === 'usage' ? [] : await gapsOf(startOfSpan(days), client, false),
        usage: what === 'gaps' ? [] : [...used, ...never.map(unused)],
      }
      await nextTurn()
      const download = exportInsights(content, what, format)
      return { path: tickets.issue(download), name: download.name }
    },
  }
}

/** Midnight, local time, at the start of the first of so many days, today being the last one. */
export function startOfDays(days: number, now = new Date()): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1).getTime()
}

/** As {@link startOfDays}, but one day is the last 24 hours: shortly after midnight, today is no span to learn from. */
function startOfSpan(days: number): number {
  return days === 1 ? Date.now() - HOURS * HOUR_MS : startOfDays(days)
}

function usageOf(library: Library, activity: Activity, days: number, client: string | undefined) {
  const standards = allStandards(library)
  const used = activity.usage({ from: startOfSpan(days), client }).flatMap((usage) => {
    const standard = standards.get(usage.id)
    // What is gone from the library is no news of it.
    return standard ? [{ ...usage, title: standard.title }] : []
  })
  for (const { id } of used) standards.delete(id)
  return { used, never: [...standards.values()] }
}

function unused({ id, title }: StandardSummary): InsightsExport['usage'][number] {
  return { id, title, times: 0, lastAt: null, lastClient: null }
}

function lastHours(activity: Activity): ClientSteps {
  const from = new Date().setMinutes(0, 0, 0) - (HOURS - 1) * HOUR_MS
  const to = from + HOURS * HOUR_MS
  const filter = { callsOnly: true }
  const { clients } = activity.figures(filter, from, to, HOURS)
  return {
    unit: 'hour',
    from,
    clients: [...clients]
      .sort((one, other) => other.count - one.count)
      .slice(0, MOST_CLIENTS)
      .map(({ name }) => {
        const { steps } = activity.figures({ ...filter, clients: [name] }, from, to, HOURS)
        return { client: name, days: steps.map(({ count }) => count) }
      }),
  }
}

function allStandards(library: Library): Map<string, StandardSummary> {
  const all = new Map<string, StandardSummary>()
  for (let after: string | null = null; ; ) {
    const page = library.list({}, after, PAGE)
    for (const item of page.items) all.set(item.id, item)
    if (page.next === null) return all
    after = page.next
  }
}
