import type { DifferenceLine } from '../../../src-shared/contract/clients.ts'
import { bytesLike, type ConfigDocument, readConfig, saysTheSame } from '../formats/config-document.ts'
import type { Broken } from '../formats/decode-config.ts'
import type { ClientProfile, StartCommand } from '../table/client-profile.ts'
import { differenceOf } from './difference.ts'
import { changesTo, compareEntry } from './entry.ts'

/** What will be done to one file. */
export type Plan =
  | {
      readonly kind: 'write'
      readonly bytes: Uint8Array
      readonly difference: readonly DifferenceLine[]
      readonly replaces: 'nothing' | 'ours' | 'another'
      readonly notes: readonly string[]
    }
  | { readonly kind: 'same' }
  | Broken

/** What an entry has to start. */
export interface WantedStart {
  readonly start: StartCommand
  /** Other commands that are as good when they are there already. */
  readonly fine?: readonly StartCommand[]
}

/**
 * What has to be written so that `client` starts our server. Pure.
 * @param bytes the file as it is; `null`: there is none
 */
export function planConnect(bytes: Uint8Array | null, client: ClientProfile, wanted: WantedStart): Plan {
  const before = readConfig(bytes, client)
  if ('kind' in before) return before
  const fine = [wanted.start, ...(wanted.fine ?? [])]
  const found = before.entry
  const entry = client.entry(wanted.start)
  if (found === undefined) return write(before, before.put(entry), 'nothing')
  const kind = compareEntry(found, fine)
  if (kind === 'same') return { kind: 'same' }
  if (kind === 'another') return write(before, before.put(entry), 'another')
  const changes = changesTo(found, entry)
  if (kind === 'disabled') {
    // It starts what it should; which of the good commands it is, stays.
    for (const key of ['command', 'args']) delete changes[key]
  }
  return write(before, before.change(changes) ?? before.put(entry), 'ours')

  function write(old: ConfigDocument, text: string | null, replaces: 'nothing' | 'ours' | 'another'): Plan {
    const plan = finish(bytes, old, text, client, replaces, replaces !== 'another')
    if (plan.kind !== 'write') return plan
    const now = readConfig(plan.bytes, client)
    // What was made is read once more before anybody is told that it can be written.
    if ('kind' in now || compareEntry(now.entry, fine) !== 'same') return notEditable(client)
    return plan
  }
}

/**
 * What has to be written so that `client` no longer starts our server. An entry with our name that Plumbline did not write
 * stays. Pure.
 */
export function planDisconnect(bytes: Uint8Array | null, client: ClientProfile, wanted: WantedStart): Plan {
  const before = readConfig(bytes, client)
  if ('kind' in before) return before
  const fine = [wanted.start, ...(wanted.fine ?? [])]
  const isOurs = (entry: unknown) => compareEntry(entry, fine) !== 'another'
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
): Plan {
  if (text === null) return notEditable(client)
  const next = bytesLike(bytes, text)
  const after = readConfig(next, client)
  if ('kind' in after || !saysTheSame(before, after)) return notEditable(client)
  const difference = differenceOf({ text: before.text, ours }, { text, ours: true }, client)
  return { kind: 'write', bytes: next, difference, replaces, notes: notesOn(bytes, client, replaces) }
}

function notesOn(bytes: Uint8Array | null, client: ClientProfile, replaces: string): string[] {
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
  const message = `The servers of ${client.name} are written in a form that Plumbline does not change; please edit it by hand.`
  return { kind: 'broken', line: 1, column: 1, message }
}
