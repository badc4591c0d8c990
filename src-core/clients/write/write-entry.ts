import { join } from 'node:path'
import type { ClientEvent, ClientId, EntryOutcome } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { readConfig } from '../formats/config-document.ts'
import { compareEntry, sameStart } from '../plan/entry.ts'
import { type Plan, planConnect, planDisconnect, type WantedStart } from '../plan/plan-connect.ts'
import type { ClientProfile, StartCommand } from '../table/client-profile.ts'
import { pruneBackups, writeBackup } from './backups.ts'
import { editFile } from './edit-file.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { type FileRecord, type History, hashOf } from './history.ts'
import { readBytes, replaceFile } from './replace-file.ts'

/** What became of one file. */
type FileOutcome = EntryOutcome['files'][number]

export interface EntryWriterDeps {
  /** Plumbline's own folder. */
  readonly home: string
  readonly history: History
  readonly files?: FileOps
}

/** Writes entries and takes them out, keeping what was there before and a record of it. */
export interface EntryWriter {
  /**
   * @param what how the record calls it
   * @throws PlumblineError `config-broken` before anything is written, and those of {@link editFile}
   */
  write(
    client: ClientProfile,
    files: readonly string[],
    wanted: WantedStart,
    what: 'written' | 'repaired',
    replace: boolean,
  ): Promise<FileOutcome[]>
  /** @throws PlumblineError `config-changed` when any of the files is not as it was left; then none is touched */
  undo(client: ClientProfile): FileOutcome[]
  remove(client: ClientProfile, files: readonly string[], wanted: WantedStart): Promise<FileOutcome[]>
  canUndo(client: ClientId): boolean
}

export function createEntryWriter({ home, history, files = NODE_FILES }: EntryWriterDeps): EntryWriter {
  const backups = join(home, 'backups')

  function keeper(client: ClientProfile, file: string) {
    return (before: Uint8Array | null) =>
      before && writeBackup(backups, client.id, file, before, new Date(), files)
  }

  function record(client: ClientProfile, own: FileRecord, what: ClientEvent['what']): void {
    const { files: recorded } = history.change(client.id, (old) => {
      const rest = old.files.filter(({ file }) => file !== own.file)
      const goesOn = old.files.length > 0 && old.files.every((one) => sameStart(one, own))
      const event = { at: own.writtenAt, what, file: own.file }
      return {
        files: [...rest, own],
        // A repair of the same command is still the entry that its sessions were started by.
        since: goesOn ? old.since : own.writtenAt,
        test: goesOn ? old.test : null,
        events: [...old.events, event],
      }
    })
    pruneBackups(
      backups,
      client.id,
      recorded.flatMap(({ backup }) => backup ?? []),
      files,
    )
  }

  function forget(client: ClientProfile, own: readonly string[], what: 'undone' | 'disconnected'): void {
    const at = Date.now()
    history.change(client.id, (old) => ({
      files: old.files.filter(({ file }) => !own.includes(file)),
      test: null,
      events: [...old.events, ...own.map((file) => ({ at, what, file }))],
    }))
  }

  /** Knows of an entry that stands there already, so that its loss is noticed. */
  function adopt(client: ClientProfile, file: string, start: StartCommand): void {
    const bytes = readBytes(file, files)
    const known = history.get(client.id).files.some((one) => one.file === file)
    if (known || !bytes) return
    const hash = hashOf(bytes)
    const { command } = start
    const own = {
      file,
      writtenAt: Date.now(),
      hash,
      before: hash,
      backup: null,
      command,
      args: [...start.args],
    }
    history.change(client.id, (old) => ({
      files: [...old.files, own],
      since: old.files.length === 0 ? own.writtenAt : old.since,
    }))
  }

  /** What a recorded file held before, if that can be given back. */
  function bytesBefore(own: FileRecord): { readonly bytes: Uint8Array | null } | null {
    if (own.before === null) return { bytes: null }
    const bytes = own.backup ? readBytes(own.backup, files) : null
    return bytes && hashOf(bytes) === own.before ? { bytes } : null
  }

  /** The bytes from before, when the file is as it was left and they hold nothing of ours. */
  function exactBefore(client: ClientProfile, file: string, wanted: WantedStart) {
    const own = history.get(client.id).files.find((one) => one.file === file)
    const now = readBytes(file, files)
    const before = own && now && hashOf(now) === own.hash ? bytesBefore(own) : null
    if (!before || !now) return null
    const config = readConfig(before.bytes, client)
    const fine = [wanted.start, ...(wanted.fine ?? [])]
    const isFree =
      !('kind' in config) && (config.entry === undefined || compareEntry(config.entry, fine) === 'another')
    return isFree ? { now, bytes: before.bytes } : null
  }

  return {
    async write(client, paths, wanted, what, replace) {
      const plan = (bytes: Uint8Array | null): Plan => planConnect(bytes, client, wanted)
      for (const file of paths) refuse(file, client, plan(readBytes(file, files)), replace)
      const outcomes: FileOutcome[] = []
      for (const file of paths) {
        let mendsOurs = false
        const edited = await editFile(
          file,
          (bytes) => {
            const planned = plan(bytes)
            refuse(file, client, planned, replace)
            mendsOurs = what === 'repaired' && planned.kind === 'write' && planned.replaces === 'ours'
            return planned
          },
          keeper(client, file),
          files,
        )
        if (edited.kind === 'written') {
          const { before, bytes } = edited
          // What was there before a mending is an entry of ours that starts nothing any more: not to be given back.
          const backup = mendsOurs ? null : edited.backup
          const { command, args } = wanted.start
          const hashes = { hash: hashOf(bytes), before: before && hashOf(before) }
          record(client, { file, writtenAt: Date.now(), ...hashes, backup, command, args: [...args] }, what)
          outcomes.push({ file, result: 'written', backup: edited.backup })
        } else {
          adopt(client, file, wanted.start)
          outcomes.push({ file, result: 'same', backup: null })
        }
      }
      return outcomes
    },
    undo(client) {
      const { files: recorded } = history.get(client.id)
      const steps = recorded.map((own) => {
        const now = readBytes(own.file, files)
        const before = bytesBefore(own)
        if (!now || hashOf(now) !== own.hash || !before) throw notAsLeft(own.file, client)
        return { own, now, before: before.bytes }
      })
      return steps.map(({ own: { file }, now, before }) => {
        const replaced = replaceFile(file, now, before, files)
        if (replaced.kind === 'changed') throw notAsLeft(file, client)
        replaced.close()
        forget(client, [file], 'undone')
        return { file, result: before ? 'written' : 'deleted', backup: null } as const
      })
    },
    async remove(client, paths, wanted) {
      const outcomes: FileOutcome[] = []
      for (const file of paths) {
        const exact = exactBefore(client, file, wanted)
        const replaced = exact && replaceFile(file, exact.now, exact.bytes, files)
        if (replaced?.kind === 'done') {
          replaced.close()
          outcomes.push({ file, result: exact?.bytes ? 'written' : 'deleted', backup: null })
          continue
        }
        const edited = await editFile(
          file,
          (bytes) => {
            const planned = planDisconnect(bytes, client, wanted)
            refuse(file, client, planned, true)
            return planned
          },
          keeper(client, file),
          files,
        )
        const backup = edited.kind === 'written' ? edited.backup : null
        outcomes.push({ file, result: edited.kind === 'written' ? 'written' : 'same', backup })
      }
      forget(client, paths, 'disconnected')
      return outcomes
    },
    canUndo: (id) => {
      const { files: recorded } = history.get(id)
      return recorded.length > 0 && recorded.every(({ before, backup }) => before === null || backup !== null)
    },
  }
}

function refuse(file: string, client: ClientProfile, plan: Plan, replace: boolean): void {
  if (plan.kind === 'broken')
    throw new PlumblineError(
      'config-broken',
      `${file}, line ${plan.line}, column ${plan.column}: ${plan.message} Nothing was written.`,
      'Mend the file, then try again.',
    )
  if (plan.kind === 'write' && plan.replaces === 'another' && !replace)
    throw new PlumblineError(
      'entry-taken',
      `${client.name} has an entry named "plumbline" that Plumbline did not write (${file}).`,
      'Look at the difference, and say that it may be replaced.',
    )
}

function notAsLeft(file: string, client: ClientProfile): PlumblineError {
  return new PlumblineError(
    'config-changed',
    `${file} has changed since the entry was written, so the bytes from before were not put back.`,
    `Disconnect instead: that takes out our entry and keeps what ${client.name} has written since.`,
  )
}
