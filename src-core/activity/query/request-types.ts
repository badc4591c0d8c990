import type { Database, Statement } from 'better-sqlite3'
import type { RequestFilter } from '../../../src-shared/contract/activity.ts'
import { filtersRequestTypes, type RequestType, requestTypeMatches } from '../request-type.ts'

/** The request types of the file, which are read once and then only added to. */
export class RequestTypes {
  readonly #newTypes: Statement<[number], RequestType & { readonly id: number }>
  readonly #types = new Map<number, RequestType>()
  #newestId = 0
  #epoch = -1

  constructor(db: Database) {
    this.#newTypes = db.prepare(`
      SELECT id, client, client_version AS clientVersion, protocol_version AS protocolVersion, transport, method, tool,
        status, cache, code FROM kinds WHERE id > ? ORDER BY id`)
  }

  /** By id. @param epoch the one of the current state */
  all(epoch: number): ReadonlyMap<number, RequestType> {
    if (epoch !== this.#epoch) {
      this.#types.clear()
      this.#newestId = 0
      this.#epoch = epoch
    }
    for (const { id, ...type } of this.#newTypes.all(this.#newestId)) {
      this.#types.set(id, type)
      this.#newestId = id
    }
    return this.#types
  }
}

/** By id: 1 for the types that match the filter. `all`: the filter does not narrow by type. `none`: no type matches. */
export function matchingTypes(
  types: ReadonlyMap<number, RequestType>,
  filter: RequestFilter,
): Uint8Array | 'all' | 'none' {
  if (!filtersRequestTypes(filter)) return 'all'
  const matching = new Uint8Array(idCount(types))
  let isNone = true
  for (const [id, type] of types) {
    if (!requestTypeMatches(type, filter)) continue
    matching[id] = 1
    isNone = false
  }
  return isNone ? 'none' : matching
}

/** One more than the highest id. */
export function idCount(types: ReadonlyMap<number, RequestType>): number {
  let count = 0
  for (const id of types.keys()) count = Math.max(count, id + 1)
  return count
}

// Above this share of requests, checking the type of each result is faster than having the index look for a list.
const SELECTIVE_SHARE = 0.2

/**
 * The one list of the filter that the fewest requests match, as a filter of its own. Empty when none is selective enough to
 * make a query of the text index faster.
 * @param totals by id of a type: its requests
 */
export function mostSelectiveList(
  types: ReadonlyMap<number, RequestType>,
  totals: readonly number[],
  filter: RequestFilter,
): RequestFilter {
  const lists: RequestFilter[] = [
    { statuses: filter.statuses },
    { tools: filter.tools },
    { clients: filter.clients },
    { cache: filter.cache },
    { callsOnly: filter.callsOnly },
  ].filter(filtersRequestTypes)
  if (lists.length === 0) return {}
  const counts = lists.map((list) => {
    let rows = 0
    for (const [id, type] of types) if (requestTypeMatches(type, list)) rows += totals[id] ?? 0
    return rows
  })
  const fewest = Math.min(...counts)
  const all = totals.reduce((sum, rows) => sum + (rows ?? 0), 0)
  return fewest < all * SELECTIVE_SHARE ? (lists[counts.indexOf(fewest)] ?? {}) : {}
}
