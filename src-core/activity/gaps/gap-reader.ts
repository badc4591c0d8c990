import type { Database, Statement } from 'better-sqlite3'
import type { Gap } from '../../../src-shared/contract/activity.ts'
import type { Selector } from '../query/selector.ts'

/** Selects gaps. */
export interface GapQuery {
  /** Inclusive. */
  readonly from: number
  readonly client?: string | undefined
  /** True: the dismissed ones only; false: the others only. */
  readonly dismissed: boolean
}

interface GapRow {
  readonly tool: string
  readonly question: string
  readonly args: string
}

interface Count {
  times: number
  firstAt: number
  lastAt: number
  /** Ids of request types. */
  readonly types: Set<number>
}

// Each gap costs a lookup, and nobody reads more of them.
const MAX_LISTED = 1_000

/** Counts gaps over the segments. */
export class GapReader {
  readonly #selector: Selector
  readonly #gap: Statement<[number], GapRow>
  readonly #dismissed: Statement<[], number>

  constructor(db: Database, selector: Selector) {
    this.#selector = selector
    this.#gap = db.prepare('SELECT tool, asked AS question, args FROM gaps WHERE id = ?')
    this.#dismissed = db.prepare<[], number>('SELECT id FROM gaps WHERE dismissed_at IS NOT NULL').pluck()
  }

  /** Most often first, at most 1,000. */
  list({ from, client, dismissed }: GapQuery): readonly Gap[] {
    const types = this.#selector.requestTypes()
    const dismissedIds = new Set(this.#dismissed.all())
    return [...this.#count(from, client)]
      .filter(([id]) => dismissedIds.has(id) === dismissed)
      .sort(([, a], [, b]) => b.times - a.times || b.lastAt - a.lastAt)
      .slice(0, MAX_LISTED)
      .flatMap(([id, { times, firstAt, lastAt, types: typeIds }]) => {
        const row = this.#gap.get(id)
        if (!row) return []
        const clients = new Set([...typeIds].flatMap((type) => types.get(type)?.client ?? []))
        return {
          id: String(id),
          tool: row.tool,
          question: row.question,
          args: JSON.parse(row.args),
          times,
          clients: [...clients].sort(),
          firstAt,
          lastAt,
          dismissed,
        }
      })
  }

  #count(from: number, client: string | undefined): Map<number, Count> {
    const counts = new Map<number, Count>()
    const types = this.#selector.requestTypes()
    for (const segment of this.#selector.segments()) {
      if (segment.maxAt < from) continue
      const triples = segment.gaps()
      for (let index = 0; index < triples.length; index += 3) {
        const at = triples[index] ?? 0
        const id = triples[index + 1] ?? 0
        const type = triples[index + 2] ?? 0
        if (at < from || (client !== undefined && (types.get(type)?.client ?? '') !== client)) continue
        const count = counts.get(id)
        if (count) {
          count.times++
          count.firstAt = Math.min(count.firstAt, at)
          count.lastAt = Math.max(count.lastAt, at)
          count.types.add(type)
        } else {
          counts.set(id, { times: 1, firstAt: at, lastAt: at, types: new Set([type]) })
        }
      }
    }
    return counts
  }
}
