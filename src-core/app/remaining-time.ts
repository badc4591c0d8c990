/** Estimates how long indexing will still take. */
export interface RemainingTime {
  /** Takes what is done by now. @returns milliseconds, or `null` while nothing can be told */
  update(done: number, total: number): number | null
  /** Indexing ended, or begins anew. */
  reset(): void
}

// Speed changes with the size of files: what counts is the last while.
const WINDOW_MS = 10_000
const LEAST_MS = 500

export function createRemainingTime(now: () => number = Date.now): RemainingTime {
  let samples: { readonly at: number; readonly done: number }[] = []
  return {
    update(done, total) {
      const at = now()
      if (done < (samples.at(-1)?.done ?? 0)) samples = []
      samples.push({ at, done })
      while (samples.length > 2 && at - (samples[0]?.at ?? at) > WINDOW_MS) samples.shift()
      const first = samples[0]
      if (!first || total === 0) return null
      const took = at - first.at
      const did = done - first.done
      return took < LEAST_MS || did <= 0 ? null : Math.round(((total - done) * took) / did)
    },
    reset() {
      samples = []
    },
  }
}
