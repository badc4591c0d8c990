import type { DifferenceLine, StartCommand } from '../../../src-shared/contract/clients.ts'
import { type ConfigDocument, encodeLike, readConfig, sameRest } from '../formats/config-document.ts'
import type { Broken } from '../formats/decode-config.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import { differenceOf } from './difference.ts'
import { changesTo, compareEntry, keepLibrary } from './entry.ts'

/** The planned change of one file. */
export type Plan =
  | {
      readonly kind: 'write'
      readonly bytes: Uint8Array
      readonly difference: readonly DifferenceLine[]
      readonly replaces: 'nothing' | 'ours' | 'another'
      readonly notes: readonly string[]
      /** The command of the new entry; absent when the entry is removed. */
      readonly start?: StartCommand
    }
  | { readonly kind: 'same' }
  | Broken

/** The command that an entry must have. */
export interface WantedStart {
  readonly start: StartCommand
  /** Other commands that are left as they are when the entry already has them. */
  readonly accepted?: readonly StartCommand[]
}

/**
 * Plans the change after which `client` starts Plumbline's server. Pure.
 * @param bytes the file's content; `null` when the file does not exist
 */
export function planConnect(bytes: Uint8Array | null, client: ClientProfile, wanted: WantedStart): Plan {
  const before = readConfig(bytes, client)
  if ('kind' in before) return before
  const accepted = [wanted.start, ...(wanted.accepted ?? [])]
  const found = before.entry
  const start = keepLibrary(found, wanted.start)
  const entry = client.entry(start)
  if (found === undefined) return write(before, before.put(entry), 'nothing')
  const kind = compareEntry(found, accepted)
  if (kind === 'same') return { kind: 'same' }
  if (kind === 'another') return write(before, before.put(entry), 'another')
  const changes = changesTo(found, entry)
  if (kind === 'disabled') {
    // The entry already has an accepted command and is only disabled, so its command stays.
    for (const key of ['command', 'args']) delete changes[key]
  }
  return write(before, before.change(changes) ?? before.put(entry), 'ours')

  function write(old: ConfigDocument, text: string | null, replaces: 'nothing' | 'ours' | 'another'): Plan {
    // The planned content is read back, so that a plan whose entry would not start the server is never returned.
    const starts = (entry: unknown) => compareEntry(entry, accepted) === 'same'
    const plan = finish(bytes, old, text, client, replaces, replaces !== 'another', starts)
    return plan.kind === 'write' ? { ...plan, start } : plan
  }
}

/**
 * Plans the change after which `client` no longer starts Plumbline's server. An entry of the same name that another program
 * wrote stays. Pure.
 */
export function planDisconnect(bytes: Uint8Array | null, client: ClientProfile, wanted: WantedStart): Plan {
  const before = readConfig(bytes, client)
  if ('kind' in before) return before
  const accepted = [wanted.start, ...(wanted.accepted ?? [])]
  const isOurs = (entry: unknown) => compareEntry(entry, accepted) !== 'another'
  if (before.entry === undefined || !isOurs(before.entry)) return { kind: 'same' }
  return finish(bytes, before, before.remove(isOurs), client, 'ours', true)
}

function finish(
  bytes: Uint8Array | null,
  before: ConfigDocument,
  text: string | null,
  client: ClientProfile,
  replaces: 'nothing' | 'ours' | 'another',
  ours: boolean,
  isRight: (entry: unknown) => boolean = () => true,
): Plan {
  if (text === null) return notEditable(client)
  const next = encodeLike(bytes, text)
  const after = readConfig(next, client)
  if ('kind' in after || !sameRest(before, after) || !isRight(after.entry)) return notEditable(client)
  const difference = differenceOf(
    { text: before.text, entryParts: before.entryParts, ours },
    { text, entryParts: after.entryParts, ours: true },
    client,
  )
  return { kind: 'write', bytes: next, difference, replaces, notes: notesFor(bytes, client, replaces) }
}

function notesFor(bytes: Uint8Array | null, client: ClientProfile, replaces: string): string[] {
  const notes: string[] = []
  if (replaces === 'another')
    notes.push('The file has an entry of this name that Plumbline did not write; it would be replaced.')
  if (client.format === 'json' && bytes?.[0] === 0xef && bytes[1] === 0xbb)
    notes.push(
      `The file begins with a byte order mark, which stays; ${client.name} may not be able to read it.`,
    )
  return notes
}

function notEditable(client: ClientProfile): Broken {
  const message = `The servers of ${client.name} are written in a form that Plumbline cannot edit; please edit the file yourself.`
  return { kind: 'broken', line: 1, column: 1, message }
}
