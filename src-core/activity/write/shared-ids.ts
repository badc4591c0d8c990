import type { Database } from 'better-sqlite3'
import type { StandardReference } from '../../../src-shared/contract/activity.ts'
import { type RequestType, requestTypeKey } from '../request-type.ts'
import { indexedWords } from '../search-text.ts'

/** Ids of the values that many requests share, with a cache of them. To be used inside a write transaction. */
export interface SharedIds {
  /** Empties the cache when ids were deleted since the last transaction. Call it first in each transaction. */
  begin(epoch: number): void
  /** Empties the cache, as after a rollback. */
  clear(): void
  requestType(type: RequestType): number
  session(name: string): number
  /** A standard or one of its sections. */
  part(reference: StandardReference): number
  /** The gap for a request that found nothing. It takes over the request's wording and arguments. */
  gap(tool: string, question: string, args: string): number
}

// Enough for the clients and sections of a day. The limit keeps a client from filling the memory with sessions.
const MAX_CACHED = 5_000

export function prepareSharedIds(db: Database): SharedIds {
  const findByKey = (table: string, column: string) =>
    db.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck()
  const findType = findByKey('kinds', 'key')
  const addType = db.prepare(
    'INSERT INTO kinds (key, client, client_version, protocol_version, transport, method, tool, status, cache, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const findSession = findByKey('sessions', 'name')
  const addSession = db.prepare('INSERT INTO sessions (name) VALUES (?)')
  const findStandard = findByKey('standards', 'name')
  const addStandard = db.prepare('INSERT INTO standards (name) VALUES (?)')
  const findPart = findByKey('parts', 'key')
  const addPart = db.prepare('INSERT INTO parts (key, standard, section) VALUES (?, ?, ?)')
  const putGap = db
    .prepare<[string, string, string, string], number>(
      `INSERT INTO gaps (key, tool, asked, args) VALUES (?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET asked = excluded.asked,
         args = CASE excluded.args WHEN '{}' THEN args ELSE excluded.args END RETURNING id`,
    )
    .pluck()
  const cached = new Map<string, number>()
  let cachedEpoch = -1

  function idOf(key: string, find: () => number | undefined, add: () => number | bigint): number {
    const cachedId = cached.get(key)
    if (cachedId !== undefined) return cachedId
    const id = find() ?? Number(add())
    if (cached.size >= MAX_CACHED) cached.clear()
    cached.set(key, id)
    return id
  }

  return {
    begin(epoch) {
      if (epoch !== cachedEpoch) cached.clear()
      cachedEpoch = epoch
    },
    clear() {
      cached.clear()
    },
    requestType(type) {
      const key = requestTypeKey(type)
      return idOf(
        `k${key}`,
        () => findType.get(key),
        () =>
          addType.run(
            key,
            type.client,
            type.clientVersion,
            type.protocolVersion,
            type.transport,
            type.method,
            type.tool,
            type.status,
            type.cache,
            type.code,
          ).lastInsertRowid,
      )
    },
    session: (name) =>
      idOf(
        `s${name}`,
        () => findSession.get(name),
        () => addSession.run(name).lastInsertRowid,
      ),
    part(reference) {
      const key = JSON.stringify([reference.id, reference.section])
      return idOf(
        `p${key}`,
        () => findPart.get(key),
        () => {
          const standard =
            findStandard.get(reference.id) ?? Number(addStandard.run(reference.id).lastInsertRowid)
          return addPart.run(key, standard, reference.section).lastInsertRowid
        },
      )
    },
    gap(tool, question, args) {
      const id = putGap.get(gapKey(tool, question), tool, question, args)
      if (id === undefined) throw new Error('A gap was not written')
      return id
    },
  }
}

/** Equal for requests that differ only in case, accents, punctuation and spaces. */
function gapKey(tool: string, question: string): string {
  return JSON.stringify([tool, indexedWords(question).join(' ') || question])
}
