import type { Database } from 'better-sqlite3'
import type { StandardReference } from '../../../src-shared/contract/activity.ts'
import { type RequestType, requestTypeKey } from '../request-types.ts'
import { indexedWords } from '../search-text.ts'

/** Gives numbers to what is written again and again. Only inside a transaction that writes. */
export interface Names {
  /** What was remembered counts only while nobody took ids away; call it first in each transaction. */
  trust(epoch: number): void
  /** Forgets everything, as after a transaction that was rolled back. */
  forget(): void
  kind(kind: RequestType): number
  session(name: string): number
  part(touch: StandardReference): number
  /** The gap for what was asked of a tool in vain; the newest wording and arguments are kept. */
  gap(tool: string, asked: string, args: string): number
}

// Enough for every client and section of a day; a hostile client's sessions must not fill the memory.
const MAX_REMEMBERED = 5_000

export function prepareNames(db: Database): Names {
  const byKey = (table: string, column: string) =>
    db.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck()
  const findKind = byKey('kinds', 'key')
  const addKind = db.prepare(
    'INSERT INTO kinds (key, client, client_version, protocol_version, transport, method, tool, status, cache, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const findSession = byKey('sessions', 'name')
  const addSession = db.prepare('INSERT INTO sessions (name) VALUES (?)')
  const findStandard = byKey('standards', 'name')
  const addStandard = db.prepare('INSERT INTO standards (name) VALUES (?)')
  const findPart = byKey('parts', 'key')
  const addPart = db.prepare('INSERT INTO parts (key, standard, section) VALUES (?, ?, ?)')
  const putGap = db
    .prepare<[string, string, string, string], number>(
      `INSERT INTO gaps (key, tool, asked, args) VALUES (?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET asked = excluded.asked,
         args = CASE excluded.args WHEN '{}' THEN args ELSE excluded.args END RETURNING id`,
    )
    .pluck()
  const remembered = new Map<string, number>()
  let trusted = -1

  function remember(key: string, find: () => number | undefined, add: () => number | bigint): number {
    const known = remembered.get(key)
    if (known !== undefined) return known
    const id = find() ?? Number(add())
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(key, id)
    return id
  }

  return {
    trust(epoch) {
      if (epoch !== trusted) remembered.clear()
      trusted = epoch
    },
    forget() {
      remembered.clear()
    },
    kind(kind) {
      const key = requestTypeKey(kind)
      return remember(
        `k${key}`,
        () => findKind.get(key),
        () =>
          addKind.run(
            key,
            kind.client,
            kind.clientVersion,
            kind.protocolVersion,
            kind.transport,
            kind.method,
            kind.tool,
            kind.status,
            kind.cache,
            kind.code,
          ).lastInsertRowid,
      )
    },
    session: (name) =>
      remember(
        `s${name}`,
        () => findSession.get(name),
        () => addSession.run(name).lastInsertRowid,
      ),
    part(touch) {
      const key = JSON.stringify([touch.id, touch.section])
      return remember(
        `p${key}`,
        () => findPart.get(key),
        () => {
          const standard = findStandard.get(touch.id) ?? Number(addStandard.run(touch.id).lastInsertRowid)
          return addPart.run(key, standard, touch.section).lastInsertRowid
        },
      )
    },
    gap(tool, asked, args) {
      const id = putGap.get(keyOfGap(tool, asked), tool, asked, args)
      if (id === undefined) throw new Error('A gap was not written')
      return id
    },
  }
}

/** The same for questions that differ in case, accents, signs and spaces only. */
function keyOfGap(tool: string, asked: string): string {
  return JSON.stringify([tool, indexedWords(asked).join(' ') || asked])
}
