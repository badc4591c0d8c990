import type { Database } from 'better-sqlite3'
import type { ClientDays, StandardUsage, Usage } from '../../src-shared/activity.ts'
import type { Columns } from './chunk.ts'
import type { Chunk } from './chunks.ts'
import { dayOf, dayStarts } from './days.ts'
import { isCall } from './kinds.ts'
import type { Selector } from './select.ts'

/** How standards are used, counted over the chunks: exact, whatever the span. */
export interface UsageReader {
  usage(from: number, client: string | undefined): readonly Usage[]
  standardUsage(id: string, days: number, now: number): StandardUsage
  clientDays(days: number, now: number): readonly ClientDays[]
}

interface Part {
  readonly standard: number
  readonly section: string | null
}

interface Counted {
  times: number
  lastAt: number
  lastKind: number
}

export function prepareUsage(db: Database, selector: Selector): UsageReader {
  const newParts = db.prepare<[number], Part & { id: number }>(
    'SELECT id, standard, section FROM parts WHERE id > ? ORDER BY id',
  )
  const newStandards = db.prepare<[number], { id: number; name: string }>(
    'SELECT id, name FROM standards WHERE id > ? ORDER BY id',
  )
  const parts: Part[] = []
  const standards = new Map<number, string>()
  let newestPart = 0
  let newestStandard = 0
  let epoch = -1

  function refresh(): void {
    const now = selector.state().epoch
    if (now !== epoch) {
      parts.length = 0
      standards.clear()
      newestPart = 0
      newestStandard = 0
      epoch = now
    }
    for (const { id, ...part } of newParts.all(newestPart)) {
      parts[id] = part
      newestPart = id
    }
    for (const { id, name } of newStandards.all(newestStandard)) {
      standards.set(id, name)
      newestStandard = id
    }
  }

  /** Every part of every row from `from` on; those of one row come one after the other. */
  function eachTouch(
    from: number,
    visit: (part: Part, columns: Columns, row: number, chunk: Chunk) => void,
  ): void {
    refresh()
    const { floor } = selector.state()
    for (const chunk of selector.chunks()) {
      if (chunk.maxAt < from) continue
      const touches = chunk.touches()
      if (touches.length === 0) continue
      const columns = chunk.columns()
      for (let at = 0; at < touches.length; at += 2) {
        const row = touches[at] ?? 0
        const part = parts[touches[at + 1] ?? 0]
        if (!part || (columns.at[row] ?? 0) < from) continue
        if (chunk.first <= floor && chunk.first + (columns.offset[row] ?? 0) <= floor) continue
        visit(part, columns, row, chunk)
      }
    }
  }

  /** Counts one row once; the newest is the last that was written, whatever the clock said. */
  function count(counted: Counted, columns: Columns, row: number): void {
    counted.times++
    counted.lastAt = columns.at[row] ?? 0
    counted.lastKind = columns.kind[row] ?? 0
  }

  const clientOf = (kind: number) => selector.kinds().get(kind)?.client ?? null

  return {
    usage(from, client) {
      const kinds = selector.kinds()
      const fits: (boolean | undefined)[] = []
      const counted: (Counted | undefined)[] = []
      const lastRow: number[] = []
      let chunkNumber = 0
      let current: Chunk | null = null
      eachTouch(from, ({ standard }, columns, row, chunk) => {
        if (chunk !== current) {
          current = chunk
          chunkNumber++
        }
        const kind = columns.kind[row] ?? 0
        if (client !== undefined) {
          fits[kind] ??= (kinds.get(kind)?.client ?? '') === client
          if (!fits[kind]) return
        }
        // Several sections of one standard in one answer are one time.
        const place = chunkNumber * 2 ** 24 + row
        if (lastRow[standard] === place) return
        lastRow[standard] = place
        counted[standard] ??= { times: 0, lastAt: 0, lastKind: 0 }
        count(counted[standard], columns, row)
      })
      return counted
        .flatMap((one, standard) =>
          one
            ? {
                id: standards.get(standard) ?? '',
                times: one.times,
                lastAt: one.lastAt,
                lastClient: clientOf(one.lastKind),
              }
            : [],
        )
        .sort(
          (one, other) =>
            other.times - one.times || other.lastAt - one.lastAt || (one.id < other.id ? -1 : 1),
        )
    },
    standardUsage(id, days, now) {
      refresh()
      const starts = dayStarts(now, days)
      const counts = new Array<number>(days).fill(0)
      const sections = new Map<string, number>()
      const counted: Counted = { times: 0, lastAt: 0, lastKind: 0 }
      const wanted = [...standards].find(([, name]) => name === id)?.[0]
      if (wanted !== undefined) {
        let lastRow = -1
        let current: Chunk | null = null
        eachTouch(starts[0] ?? 0, (part, columns, row, chunk) => {
          if (part.standard !== wanted) return
          const day = dayOf(starts, columns.at[row] ?? 0)
          // A row from a clock that was ahead belongs to no day yet.
          if (day >= days) return
          if (part.section !== null) sections.set(part.section, (sections.get(part.section) ?? 0) + 1)
          if (chunk === current && row === lastRow) return
          current = chunk
          lastRow = row
          counts[day] = (counts[day] ?? 0) + 1
          count(counted, columns, row)
        })
      }
      return {
        id,
        times: counted.times,
        lastAt: counted.lastAt,
        lastClient: counted.times === 0 ? null : clientOf(counted.lastKind),
        sections: Object.fromEntries(sections),
        days: counts,
      }
    },
    clientDays(days, now) {
      const starts = dayStarts(now, days)
      const kinds = selector.kinds()
      const byClient = new Map<string, number[]>()
      const byKind: (number[] | null)[] = []
      const listOf = (id: number): number[] | null => {
        const kind = kinds.get(id)
        if (!kind || !isCall(kind.method)) return null
        const name = kind.client ?? ''
        let list = byClient.get(name)
        if (!list) {
          list = new Array<number>(days).fill(0)
          byClient.set(name, list)
        }
        return list
      }
      const filter = { from: starts[0] ?? 0, to: starts[days] ?? 0, callsOnly: true }
      for (const { columns, rows, count: some } of selector.pick(filter, { newestFirst: false })) {
        for (let at = 0; at < some; at++) {
          const row = rows[at] ?? 0
          const kind = columns.kind[row] ?? 0
          if (byKind[kind] === undefined) byKind[kind] = listOf(kind)
          const day = dayOf(starts, columns.at[row] ?? 0)
          const list = byKind[kind]
          if (list) list[day] = (list[day] ?? 0) + 1
        }
      }
      const total = (list: readonly number[]) => list.reduce((sum, some) => sum + some, 0)
      return [...byClient]
        .map(([client, list]) => ({ client, days: list }))
        .sort((one, other) => total(other.days) - total(one.days) || (one.client < other.client ? -1 : 1))
    },
  }
}
