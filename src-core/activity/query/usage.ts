import type { Database } from 'better-sqlite3'
import type { ClientDays, StandardUsage, Usage } from '../../../src-shared/contract/activity.ts'
import { isCall } from '../request-types.ts'
import type { Segment } from '../segments/segments.ts'
import { dayOf, dayStarts } from './days.ts'
import type { Selector } from './select.ts'

/** How standards are used, counted over the chunks: exact, whatever the span. */
export interface UsageReader {
  usage(from: number, client: string | undefined): readonly Usage[]
  standardUsage(id: string, days: number, now: number): StandardUsage
  clientDays(days: number, now: number): readonly ClientDays[]
}

/** The last row that counted, to be looked into when all are counted. */
interface Counted {
  times: number
  chunk: Segment
  row: number
}

export function prepareUsage(db: Database, selector: Selector): UsageReader {
  const newParts = db.prepare<[number], { id: number; standard: number; section: string | null }>(
    'SELECT id, standard, section FROM parts WHERE id > ? ORDER BY id',
  )
  const newStandards = db.prepare<[number], { id: number; name: string }>(
    'SELECT id, name FROM standards WHERE id > ? ORDER BY id',
  )
  /** By part: its standard. */
  let standardOf: number[] = []
  let sectionOf: (string | null)[] = []
  const standards = new Map<number, string>()
  let newestPart = 0
  let newestStandard = 0
  let epoch = -1

  function refresh(): void {
    const now = selector.state().epoch
    if (now !== epoch) {
      standardOf = []
      sectionOf = []
      standards.clear()
      newestPart = 0
      newestStandard = 0
      epoch = now
    }
    for (const { id, standard, section } of newParts.all(newestPart)) {
      standardOf[id] = standard
      sectionOf[id] = section
      newestPart = id
    }
    for (const { id, name } of newStandards.all(newestStandard)) {
      standards.set(id, name)
      newestStandard = id
    }
  }

  function lastOf({ chunk, row }: Counted): Pick<Usage, 'lastAt' | 'lastClient'> {
    const columns = chunk.columns()
    return {
      lastAt: columns.at[row] ?? 0,
      lastClient: selector.kinds().get(columns.kind[row] ?? 0)?.client ?? null,
    }
  }

  return {
    usage(from, client) {
      refresh()
      const kinds = selector.kinds()
      const fits = new Set([...kinds].filter(([, kind]) => (kind.client ?? '') === client).map(([id]) => id))
      const counted: (Counted | undefined)[] = []
      for (const chunk of selector.chunks()) {
        if (chunk.maxAt < from) continue
        const touches = chunk.touches()
        if (touches.length === 0) continue
        // Most chunks lie whole behind `from`, and their rows need not be read.
        const columns = chunk.minAt < from || client !== undefined ? chunk.columns() : null
        for (let place = 0; place < touches.length; place += 2) {
          const row = touches[place] ?? 0
          const standard = standardOf[touches[place + 1] ?? 0]
          if (standard === undefined) continue
          if (columns !== null) {
            if ((columns.at[row] ?? 0) < from) continue
            if (client !== undefined && !fits.has(columns.kind[row] ?? 0)) continue
          }
          const known = counted[standard]
          if (!known) {
            counted[standard] = { times: 1, chunk, row }
            continue
          }
          // Several sections of one standard in one answer are one time.
          if (known.row === row && known.chunk === chunk) continue
          known.times++
          known.chunk = chunk
          known.row = row
        }
      }
      return counted
        .flatMap((one, standard) =>
          one ? { id: standards.get(standard) ?? '', times: one.times, ...lastOf(one) } : [],
        )
        .sort(
          (one, other) =>
            other.times - one.times || other.lastAt - one.lastAt || (one.id < other.id ? -1 : 1),
        )
    },
    standardUsage(id, days, now) {
      refresh()
      const starts = dayStarts(now, days)
      const perDay = new Array<number>(days).fill(0)
      const sections = new Map<string, number>()
      const wanted = [...standards].find(([, name]) => name === id)?.[0]
      let last: Counted | undefined
      let times = 0
      for (const chunk of wanted === undefined ? [] : selector.chunks()) {
        if (chunk.maxAt < (starts[0] ?? 0) || chunk.minAt >= (starts[days] ?? 0)) continue
        const touches = chunk.touches()
        for (let place = 0; place < touches.length; place += 2) {
          const part = touches[place + 1] ?? 0
          if (standardOf[part] !== wanted) continue
          const row = touches[place] ?? 0
          const day = dayOf(starts, chunk.columns().at[row] ?? 0)
          if (day < 0 || day >= days) continue
          const section = sectionOf[part]
          if (section != null) sections.set(section, (sections.get(section) ?? 0) + 1)
          if (last && last.row === row && last.chunk === chunk) continue
          last = { times: ++times, chunk, row }
          perDay[day] = (perDay[day] ?? 0) + 1
        }
      }
      return {
        id,
        times,
        ...(last ? lastOf(last) : { lastAt: 0, lastClient: null }),
        sections: Object.fromEntries(sections),
        days: perDay,
      }
    },
    clientDays(days, now) {
      const starts = dayStarts(now, days)
      const kinds = selector.kinds()
      const byClient = new Map<string, number[]>()
      const byKind: number[][] = []
      for (const [id, kind] of kinds) {
        if (!isCall(kind.method)) continue
        const client = kind.client ?? ''
        const list = byClient.get(client) ?? new Array<number>(days).fill(0)
        byClient.set(client, list)
        byKind[id] = list
      }
      const filter = { from: starts[0] ?? 0, to: starts[days] ?? 0, callsOnly: true }
      let today = 0
      for (const { columns, rows, count } of selector.pick(filter, { newestFirst: false })) {
        for (let place = 0; place < count; place++) {
          const row = rows[place] ?? 0
          const at = columns.at[row] ?? 0
          // Neighbours are of one day nearly always.
          if (at < (starts[today] ?? 0) || at >= (starts[today + 1] ?? 0)) today = dayOf(starts, at)
          const list = byKind[columns.kind[row] ?? 0]
          if (list) list[today] = (list[today] ?? 0) + 1
        }
      }
      const total = (list: readonly number[]) => list.reduce((sum, some) => sum + some, 0)
      return [...byClient]
        .filter(([, list]) => total(list) > 0)
        .map(([client, list]) => ({ client, days: list }))
        .sort((one, other) => total(other.days) - total(one.days) || (one.client < other.client ? -1 : 1))
    },
  }
}
