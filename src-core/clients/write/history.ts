import * as z from 'zod'
import { CLIENT_IDS, type ClientId } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { readBytes, replaceFile } from './replace-file.ts'

const FileSchema = z.object({
  file: z.string(),
  writtenAt: z.number(),
  /** SHA-256 of the written content, in hex. */
  hash: z.string(),
  /** SHA-256 of the content before the write; `null` when the file did not exist. */
  before: z.string().nullable(),
  /** Path of the backup; `null` when there is none. */
  backup: z.string().nullable(),
  command: z.string(),
  args: z.array(z.string()),
})

const EventKind = z.enum(['written', 'repaired', 'lost', 'changed', 'undone', 'disconnected'])
// The key of the kind in the file. Another key would make older records unreadable.
const KIND_KEY = 'what'
const EventSchema = z.codec(
  z.object({ at: z.number(), [KIND_KEY]: EventKind, file: z.string() }),
  z.object({ at: z.number(), kind: EventKind, file: z.string() }),
  {
    decode: ({ [KIND_KEY]: kind, at, file }) => ({ at, kind, file }),
    encode: ({ at, kind, file }) => ({ at, [KIND_KEY]: kind, file }),
  },
)

const ClientSchema = z.object({
  files: z.array(FileSchema).default([]),
  /** When the current command was first written, in milliseconds since the epoch. */
  since: z.number().default(0),
  test: z
    .object({
      ok: z.boolean(),
      at: z.number(),
      millis: z.number(),
      message: z.string(),
      remedy: z.string(),
      stderr: z.array(z.string()),
    })
    .nullable()
    .default(null),
  /** Times of automatic repairs. */
  repairs: z.array(z.number()).default([]),
  /** Oldest first. */
  events: z.array(EventSchema).default([]),
})

const HistorySchema = z.object({
  version: z.literal(1),
  clients: z.partialRecord(z.enum(CLIENT_IDS), ClientSchema),
})

/** The record of one written file. */
export type FileRecord = z.output<typeof FileSchema>
/** The record of one client. */
export type ClientRecord = z.output<typeof ClientSchema>

const MAX_EVENTS = 100
const MAX_ATTEMPTS = 20

/** The client entries that Plumbline wrote, in `connections.json`, which all processes of a home read and write. */
export interface History {
  get(client: ClientId): ClientRecord
  /** @throws PlumblineError when it cannot be written */
  change(client: ClientId, change: (record: ClientRecord) => Partial<ClientRecord>): ClientRecord
}

export function openHistory(file: string, files: FileOps = NODE_FILES): History {
  const read = (bytes: Uint8Array | null): z.output<typeof HistorySchema> => {
    const empty = { version: 1 as const, clients: {} }
    if (!bytes) return empty
    try {
      return HistorySchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    } catch {
      // A damaged history is treated as empty: without records no entry counts as lost and nothing can be undone.
      return empty
    }
  }
  return {
    get: (client) => read(readBytes(file, files)).clients[client] ?? ClientSchema.parse({}),
    change(client, change) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const bytes = readBytes(file, files)
        const history = read(bytes)
        const record = history.clients[client] ?? ClientSchema.parse({})
        const changed = { ...record, ...change(record) }
        const next = { ...changed, events: changed.events.slice(-MAX_EVENTS) }
        const clients = { ...history.clients, [client]: next }
        const text = JSON.stringify(z.encode(HistorySchema, { ...history, clients }), null, 2)
        const replaced = replaceFile(file, bytes, new TextEncoder().encode(`${text}\n`), files)
        if (replaced.kind === 'done') {
          replaced.close()
          return next
        }
      }
      throw new PlumblineError('home-unusable', `${file} cannot be written.`, 'Try again.')
    },
  }
}

/** SHA-256 in hex. `node:crypto` is loaded at the first call, because loading it would add 4 ms to every start. */
export function hashOf(bytes: Uint8Array): string {
  const crypto = process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', bytes)
}
