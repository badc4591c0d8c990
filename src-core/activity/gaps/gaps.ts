import type { Database } from 'better-sqlite3'
import type { Gap } from '../../../src-shared/contract/activity.ts'
import type { Selector } from '../query/select.ts'

/** What was asked for in vain, counted over the chunks. */
export interface GapReader {
  /** Most often first, at most 1,000. `dismissed`: those that somebody dismissed, instead of the others. */
  list(query: {
    readonly from: number
    readonly client?: string | undefined
    readonly dismissed: boolean
  }): readonly Gap[]
  count(from: number): { readonly open: number; readonly dismissed: number }
}

interface GapRow {
  readonly tool: string
  readonly asked: string
  readonly args: string
}

// More than anybody reads; each costs a look.
const MAX_LISTED = 1_000

interface Counted {
  times: number
  firstAt: number
  lastAt: number
  readonly kinds: Set<number>
}

export function prepareGaps(db: Database, selector: Selector): GapReader {
  const gap = db.prepare<[number], GapRow>('SELECT tool, asked, args FROM gaps WHERE id = ?')
  const dismissed = db.prepare<[], number>('SELECT id FROM gaps WHERE dismissed_at IS NOT NULL').pluck()

  function counted(from: number, client: string | undefined): Map<number, Counted> {
    const gaps = new Map<number, Counted>()
    const kinds = selector.kinds()
    for (const chunk of selector.chunks()) {
      if (chunk.maxAt < from) continue
      const triples = chunk.gaps()
      for (let place = 0; place < triples.length; place += 3) {
        const at = triples[place] ?? 0
        const id = triples[place + 1] ?? 0
        const kind = triples[place + 2] ?? 0
        if (at < from || (client !== undefined && (kinds.get(kind)?.client ?? '') !== client)) continue
        const known = gaps.get(id)
        if (known) {
          known.times++
          known.firstAt = Math.min(known.firstAt, at)
          known.lastAt = Math.max(known.lastAt, at)
          known.kinds.add(kind)
        } else {
          gaps.set(id, { times: 1, firstAt: at, lastAt: at, kinds: new Set([kind]) })
        }
      }
    }
    return gaps
  }

  return {
    list(query) {
      const kinds = selector.kinds()
      const away = new Set(dismissed.all())
      return [...counted(query.from, query.client)]
        .filter(([id]) => away.has(id) === query.dismissed)
        .sort(([, one], [, other]) => other.times - one.times || other.lastAt - one.lastAt)
        .slice(0, MAX_LISTED)
        .flatMap(([id, { times, firstAt, lastAt, kinds: ids }]) => {
          const row = gap.get(id)
          if (!row) return []
          const clients = new Set([...ids].flatMap((kind) => kinds.get(kind)?.client ?? []))
          return {
            id: String(id),
            tool: row.tool,
            asked: row.asked,
            args: JSON.parse(row.args),
            times,
            clients: [...clients].sort(),
            firstAt,
            lastAt,
            dismissed: query.dismissed,
          }
        })
    },
    count(from) {
      const away = new Set(dismissed.all())
      let open = 0
      let gone = 0
      for (const id of counted(from, undefined).keys()) {
        if (away.has(id)) gone++
        else open++
      }
      return { open, dismissed: gone }
    },
  }
}
