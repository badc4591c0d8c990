const WINDOW_MS = 60_000
const MAX_CRASHES = 3

/** Counts crashes, to stop reloading a page that crashes every time. */
export function createCrashCount(now: () => number = Date.now): { isTooMany(): boolean } {
  let times: number[] = []
  return {
    /** Counts one more crash. True when there were more than three within a minute. */
    isTooMany() {
      times = [...times.filter((at) => at > now() - WINDOW_MS), now()]
      return times.length > MAX_CRASHES
    },
  }
}
