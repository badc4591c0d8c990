const SPAN_MS = 60_000
const MOST = 3

/** Counts failures, to tell bad luck from what fails every time. */
export function createCrashCount(now: () => number = Date.now): { isTooMany(): boolean } {
  let times: number[] = []
  return {
    /** Counts one more; true when there were more than three within a minute. */
    isTooMany() {
      times = [...times.filter((at) => at > now() - SPAN_MS), now()]
      return times.length > MOST
    },
  }
}
