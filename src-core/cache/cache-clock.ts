/** Two clocks, because neither alone measures the age of an entry. */
export interface CacheClock {
  /** Milliseconds since the epoch. May be set forwards and backwards. */
  now(): number
  /** Milliseconds since the machine started, the same in all processes. Cannot be set, but may stop during sleep. */
  up(): number
}

export const SYSTEM_CLOCK: CacheClock = {
  now: () => Date.now(),
  up() {
    const [seconds, nanoseconds] = process.hrtime()
    return seconds * 1_000 + Math.floor(nanoseconds / 1_000_000)
  },
}

/** When an entry was stored, by both clocks. */
export interface StoredAt {
  readonly storedAt: number
  readonly storedUp: number
}

/**
 * True while an entry may be served: by both clocks it is younger than `ttl` and not from the future. `up` keeps an entry from
 * living longer when the time of day is set back; the time of day counts sleep and restarts.
 * @param ttl milliseconds
 */
export function isFresh({ storedAt, storedUp }: StoredAt, clock: CacheClock, ttl: number): boolean {
  return isWithin(storedAt, clock.now(), ttl) && isWithin(storedUp, clock.up(), ttl)
}

function isWithin(stored: number, now: number, ttl: number): boolean {
  return now >= stored && now < stored + ttl
}
