/** The two clocks that an entry's age is taken from. */
export interface CacheClock {
  /** Milliseconds since the epoch. People and time servers set it, forwards and backwards. */
  now(): number
  /** Milliseconds that the machine has been up. Nobody sets it, all processes share it, and a restart begins it anew. */
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
 * True while an entry may be served. Both clocks must say so: the one that nobody sets keeps a step of the other from making
 * an entry live longer, and that one counts the time the machine was asleep or switched off.
 * @param ttl milliseconds
 */
export function isFresh({ storedAt, storedUp }: StoredAt, clock: CacheClock, ttl: number): boolean {
  return isWithin(storedAt, clock.now(), ttl) && isWithin(storedUp, clock.up(), ttl)
}

function isWithin(stored: number, now: number, ttl: number): boolean {
  return now >= stored && now < stored + ttl
}
