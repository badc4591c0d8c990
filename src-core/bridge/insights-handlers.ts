import type { Gap } from '../../src-shared/activity.ts'
import type { StandardSummary } from '../../src-shared/domain.ts'
import type { Library } from '../services/library.ts'
import type { BridgeDeps } from './bridge-deps.ts'
import type { HandlersOf } from './handlers.ts'

const TOP = 50
const MOST_NEVER = 1_000
// Each is a question to the index.
const MOST_NEAREST = 100
const PAGE = 1_000

/** What the log says about the library: what is missing in it, and what nobody needs. */
export function createInsightsHandlers({
  core: { library },
  activity,
}: Pick<BridgeDeps, 'core' | 'activity'>): HandlersOf<'insights'> {
  return {
    'insights.gaps'({ days, client, dismissed }) {
      const from = startOfDays(days)
      const gaps = activity.gaps({ from, client, dismissed })
      return {
        gaps: gaps.map((gap, at) => ({
          ...gap,
          nearest: at < MOST_NEAREST ? nearestTo(gap, library) : null,
        })),
        dismissed: activity.countGaps(from).dismissed,
      }
    },
    'insights.dismiss'({ gap, dismissed }) {
      activity.dismissGap(gap, dismissed)
      return null
    },
    'insights.usage'({ days, client }) {
      const standards = allStandards(library)
      const used = activity.usage({ from: startOfDays(days), client }).flatMap((usage) => {
        const standard = standards.get(usage.id)
        // What is gone from the library is no news of it.
        return standard ? [{ ...usage, title: standard.title }] : []
      })
      for (const { id } of used) standards.delete(id)
      const never = [...standards.values()]
      return {
        most: used.slice(0, TOP),
        least: used.slice(-TOP).reverse(),
        never: never.slice(0, MOST_NEVER),
        neverTotal: never.length,
      }
    },
    'insights.clients': ({ days }) => ({ from: startOfDays(days), clients: activity.clientDays(days) }),
  }
}

/** Midnight, local time, at the start of the first of so many days, today being the last one. */
export function startOfDays(days: number, now = new Date()): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1).getTime()
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

/** The standard that comes closest to what was asked for; `null` when none does, or the library cannot be asked. */
function nearestTo({ args }: Gap, library: Library): string | null {
  const word = (name: string) => (typeof args[name] === 'string' ? args[name] : '')
  try {
    if (word('id') !== '') return library.nearestIds(word('id'), 1)[0]?.id ?? null
    if (word('query') !== '') return nearestToQuery(word('query'), library)
    const topic = library.findByTopic(word('language'), word('domain'))
    return topic.found?.id ?? topic.nearest[0]?.id ?? null
  } catch {
    return null
  }
}

/** The whole question found nothing, so its words are asked one by one, the longest first. */
function nearestToQuery(query: string, library: Library): string | null {
  const words = query.split(/[^\p{L}\p{N}_]+/u).filter((word) => word.length > 2)
  const tries = [query, ...words.sort((a, b) => b.length - a.length).slice(0, 3)]
  for (const text of tries) {
    const [hit] = library.search(text, {}, 1).hits
    if (hit) return hit.id
  }
  return null
}
