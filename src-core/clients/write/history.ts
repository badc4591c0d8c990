import * as z from 'zod'
import { CLIENT_IDS, type ClientId } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { readBytes, replaceFile } from './replace-file.ts'

const FileSchema = z.object({
  file: z.string(),
  writtenAt: z.number(),
  /** Of what was written, SHA-256. */
  hash: z.string(),
  /** Of what was there before; `null`: there was no file. */
  before: z.string().nullable(),
  backup: z.string().nullable(),
  command: z.string(),
  args: z.array(z.string()),
})

const ClientSchema = z.object({
  files: z.array(FileSchema).default([]),
  /** Since when this very command stands in the files. */
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
  /** When the entry was written again by itself. */
  repairs: z.array(z.number()).default([]),
  /** Oldest first. */
  events: z
    .array(
      z.object({
        at: z.number(),
        what: z.enum(['written', 'repaired', 'lost', 'changed', 'undone', 'disconnected']),
        file: z.string(),
      }),
    )
    .default([]),
})

const HistorySchema = z.object({
  version: z.literal(1),
  clients: z.partialRecord(z.enum(CLIENT_IDS), ClientSchema),
})

/** What was written into one file. */
export type FileRecord = z.output<typeof FileSchema>
/** What was done for one client. */
export type ClientRecord = z.output<typeof ClientSchema>

const EVENTS_KEPT = 100
const TRIES = 20

/** What Plumbline wrote into whose configuration, in `connections.json`; every process of the home reads and writes it. */
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
      // Without its history Plumbline knows less, and does no harm.
      return empty
    }
  }
  return {
    get: (client) => read(readBytes(file, files)).clients[client] ?? ClientSchema.parse({}),
    change(client, change) {
      for (let tries = 0; tries < TRIES; tries++) {
        const bytes = readBytes(file, files)
        const history = read(bytes)
        const record = history.clients[client] ?? ClientSchema.parse({})
        const changed = { ...record, ...change(record) }
        const next = { ...changed, events: changed.events.slice(-EVENTS_KEPT) }
        const text = JSON.stringify({ ...history, clients: { ...history.clients, [client]: next } }, null, 2)
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

/** SHA-256 in hex. Taken when it is needed: loading it costs every start 4 ms. */
export function hashOf(bytes: Uint8Array): string {
  const crypto = process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', bytes)
}
