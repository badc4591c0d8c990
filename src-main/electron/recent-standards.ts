import type { Activity } from '../../src-core/activity/activity.ts'
import type { Library } from '../../src-core/library/library.ts'

const MAX_STANDARDS = 8
const SPAN_MS = 14 * 24 * 60 * 60_000
const CACHE_MS = 10_000

/** Returns the standards that were requested last, newest first. Counting reads many rows, so the result is cached for ten seconds. */
export function createRecentStandards(
  activity: Pick<Activity, 'usage'>,
  library: Pick<Library, 'get'>,
  now: () => number = Date.now,
): () => readonly { readonly id: string; readonly title: string }[] {
  let cached: readonly { readonly id: string; readonly title: string }[] = []
  let countedAt = Number.NEGATIVE_INFINITY
  return () => {
    if (now() - countedAt < CACHE_MS) return cached
    countedAt = now()
    try {
      const used = activity.usage({ from: now() - SPAN_MS })
      cached = used
        .toSorted((a, b) => b.lastAt - a.lastAt)
        .slice(0, MAX_STANDARDS)
        .flatMap(({ id }) => {
          const standard = library.get(id)
          return standard ? [{ id, title: standard.title }] : []
        })
    } catch {
      // The activity cannot be read; the menu keeps its last entries.
    }
    return cached
  }
}
