import type { Activity } from '../../src-core/activity/activity.ts'
import type { Library } from '../../src-core/library/library.ts'

const MOST = 8
const SPAN_MS = 14 * 24 * 60 * 60_000
const KEPT_MS = 10_000

/** The standards that were asked for last, newest first. Counting them reads much of the log, so the answer is kept for a while. */
export function createRecentStandards(
  activity: Pick<Activity, 'usage'>,
  library: Pick<Library, 'get'>,
  now: () => number = Date.now,
): () => readonly { readonly id: string; readonly title: string }[] {
  let kept: readonly { readonly id: string; readonly title: string }[] = []
  let askedAt = Number.NEGATIVE_INFINITY
  return () => {
    if (now() - askedAt < KEPT_MS) return kept
    askedAt = now()
    try {
      const used = activity.usage({ from: now() - SPAN_MS })
      kept = used
        .toSorted((a, b) => b.lastAt - a.lastAt)
        .slice(0, MOST)
        .flatMap(({ id }) => {
          const standard = library.get(id)
          return standard ? [{ id, title: standard.title }] : []
        })
    } catch {
      // A menu without them is still a menu.
    }
    return kept
  }
}
