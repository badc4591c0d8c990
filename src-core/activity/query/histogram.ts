/**
 * Durations counted in buckets of a sixteenth of a power of two: exact below 32 microseconds, else within 3.2 %.
 */

/** The number of buckets. */
export const HISTOGRAM_SIZE = 464

/** The bucket of a duration, a whole number of microseconds below 2^32. */
export function bucketOf(micros: number): number {
  if (micros < 16) return micros
  const exponent = 31 - Math.clz32(micros)
  return ((exponent - 3) << 4) + ((micros >>> (exponent - 4)) & 15)
}

/** The middle of a bucket, in microseconds. */
function middleOf(bucket: number): number {
  if (bucket < 32) return bucket
  const width = 2 ** ((bucket >> 4) - 1)
  return (16 + (bucket & 15)) * width + (width - 1) / 2
}

/**
 * A percentile by nearest rank, in microseconds.
 * @param counts by bucket
 * @param total the sum of the counts
 * @param share 0.95 for the 95th percentile
 * @returns `null` without any durations
 */
export function percentile(counts: Uint32Array, total: number, share: number): number | null {
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(share * total))
  let seen = 0
  for (let bucket = 0; bucket < counts.length; bucket++) {
    seen += counts[bucket] ?? 0
    if (seen >= rank) return middleOf(bucket)
  }
  return null
}
