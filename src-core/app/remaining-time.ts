/** Estimates the remaining time of indexing. */
export interface RemainingTime {
  /** Adds a measurement. @returns milliseconds, or `null` while there is too little data */
  update(done: number, total: number): number | null
  /** Discards all measurements, when indexing ends or starts again. */
  reset(): void
}

// The speed depends on the sizes of the files, so only recent measurements are used.
const PERIOD_MS = 10_000
const MIN_ELAPSED_MS = 500

export function createRemainingTime(now: () => number = Date.now): RemainingTime {
  let samples: { readonly at: number; readonly done: number }[] = []
  return {
    update(done, total) {
      const at = now()
      if (done < (samples.at(-1)?.done ?? 0)) samples = []
      samples.push({ at, done })
      while (samples.length > 2 && at - (samples[0]?.at ?? at) > PERIOD_MS) samples.shift()
      const first = samples[0]
      if (!first || total === 0) return null
      const elapsed = at - first.at
      const doneSince = done - first.done
      if (elapsed < MIN_ELAPSED_MS || doneSince <= 0) return null
      return Math.round(((total - done) * elapsed) / doneSince)
    },
    reset() {
      samples = []
    },
  }
}
