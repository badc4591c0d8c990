import type { Database } from 'better-sqlite3'
import type { ClientDays, StandardUsage, Usage } from '../../../src-shared/contract/activity.ts'
import { isCall } from '../request-type.ts'
import type { Segment } from '../segments/segment-reader.ts'
import { dayOf, dayStarts } from './days.ts'
import type { Selector } from './selector.ts'
import { StandardNames } from './standard-names.ts'

/** The answers that contained a standard, and the row of the last one. */
interface Count {
  times: number
  segment: Segment
  row: number
}

/** Counts over the segments how standards are used. */
export class UsageReader {
  readonly #selector: Selector
  readonly #names: StandardNames

  constructor(db: Database, selector: Selector) {
    this.#selector = selector
    this.#names = new StandardNames(db)
  }

  /** Every standard that an answer contained since `from`, most often first. */
  usage(from: number, client: string | undefined): readonly Usage[] {
    this.#names.refresh(this.#selector.state().epoch)
    return this.#countStandards(from, client)
      .flatMap((count, standard) =>
        count ? { id: this.#names.nameOf(standard), times: count.times, ...this.#lastUse(count) } : [],
      )
      .sort((a, b) => b.times - a.times || b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1))
  }

  /** The use of one standard in the last `days` days, today included. */
  standardUsage(id: string, days: number, now: number): StandardUsage {
    this.#names.refresh(this.#selector.state().epoch)
    const standards = this.#names.standards()
    const sectionOf = this.#names.sections()
    const starts = dayStarts(now, days)
    const perDay = new Array<number>(days).fill(0)
    const sections = new Map<string, number>()
    const standard = this.#names.idOf(id)
    let count: Count | undefined
    for (const segment of standard === undefined ? [] : this.#selector.segments()) {
      if (segment.maxAt < (starts[0] ?? 0) || segment.minAt >= (starts[days] ?? 0)) continue
      const references = segment.references()
      for (let index = 0; index < references.length; index += 2) {
        const part = references[index + 1] ?? 0
        if (standards[part] !== standard) continue
        const row = references[index] ?? 0
        const day = dayOf(starts, segment.columns().at[row] ?? 0)
        if (day < 0 || day >= days) continue
        const section = sectionOf[part]
        if (section != null) sections.set(section, (sections.get(section) ?? 0) + 1)
        if (count?.row === row && count.segment === segment) continue
        count = { times: (count?.times ?? 0) + 1, segment, row }
        perDay[day] = (perDay[day] ?? 0) + 1
      }
    }
    return {
      id,
      times: count?.times ?? 0,
      ...(count ? this.#lastUse(count) : { lastAt: 0, lastClient: null }),
      sections: Object.fromEntries(sections),
      days: perDay,
    }
  }

  /** Calls by client in the last `days` days, most calls first. */
  clientDays(days: number, now: number): readonly ClientDays[] {
    const starts = dayStarts(now, days)
    const byClient = new Map<string, number[]>()
    const byType: number[][] = []
    for (const [id, type] of this.#selector.requestTypes()) {
      if (!isCall(type.method)) continue
      const client = type.client ?? ''
      const perDay = byClient.get(client) ?? new Array<number>(days).fill(0)
      byClient.set(client, perDay)
      byType[id] = perDay
    }
    const filter = { from: starts[0] ?? 0, to: starts[days] ?? 0, callsOnly: true }
    let day = 0
    for (const { columns, rows, count } of this.#selector.select(filter, { newestFirst: false })) {
      for (let index = 0; index < count; index++) {
        const row = rows[index] ?? 0
        const at = columns.at[row] ?? 0
        // Consecutive requests are nearly always of the same day.
        if (at < (starts[day] ?? 0) || at >= (starts[day + 1] ?? 0)) day = dayOf(starts, at)
        const perDay = byType[columns.type[row] ?? 0]
        if (perDay) perDay[day] = (perDay[day] ?? 0) + 1
      }
    }
    const totalOf = (perDay: readonly number[]) => perDay.reduce((sum, calls) => sum + calls, 0)
    return [...byClient]
      .map(([client, perDay]) => ({ client, days: perDay, total: totalOf(perDay) }))
      .filter(({ total }) => total > 0)
      .sort((a, b) => b.total - a.total || (a.client < b.client ? -1 : 1))
      .map(({ client, days: perDay }) => ({ client, days: perDay }))
  }

  /** By the row id of a standard. */
  #countStandards(from: number, client: string | undefined): (Count | undefined)[] {
    const types = [...this.#selector.requestTypes()]
    const ofClient = new Set(types.filter(([, type]) => (type.client ?? '') === client).map(([id]) => id))
    const standards = this.#names.standards()
    const counts: (Count | undefined)[] = []
    for (const segment of this.#selector.segments()) {
      if (segment.maxAt < from) continue
      const references = segment.references()
      if (references.length === 0) continue
      // Columns need not be read when every row of the segment counts.
      const columns = segment.minAt < from || client !== undefined ? segment.columns() : null
      for (let index = 0; index < references.length; index += 2) {
        const row = references[index] ?? 0
        const standard = standards[references[index + 1] ?? 0]
        if (standard === undefined) continue
        if (columns !== null) {
          if ((columns.at[row] ?? 0) < from) continue
          if (client !== undefined && !ofClient.has(columns.type[row] ?? 0)) continue
        }
        const count = counts[standard]
        if (!count) {
          counts[standard] = { times: 1, segment, row }
          continue
        }
        // Several sections of a standard in one answer count once.
        if (count.row === row && count.segment === segment) continue
        count.times++
        count.segment = segment
        count.row = row
      }
    }
    return counts
  }

  #lastUse({ segment, row }: Count): Pick<Usage, 'lastAt' | 'lastClient'> {
    const columns = segment.columns()
    return {
      lastAt: columns.at[row] ?? 0,
      lastClient: this.#selector.requestTypes().get(columns.type[row] ?? 0)?.client ?? null,
    }
  }
}
