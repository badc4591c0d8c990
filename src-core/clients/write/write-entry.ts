import { join } from 'node:path'
import type {
  ClientEvent,
  ClientId,
  EntryOutcome,
  StartCommand,
} from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { readConfig } from '../formats/config-document.ts'
import { ConfigThread } from '../plan/config-thread.ts'
import { compareEntry, keepLibrary, sameStart } from '../plan/entry.ts'
import type { Plan, WantedStart } from '../plan/plan-connect.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import { pruneBackups, writeBackup } from './backups.ts'
import { editFile } from './edit-file.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { type FileRecord, type History, hashOf } from './history.ts'
import { readBytes, replaceFile } from './replace-file.ts'

/** The result for one file. */
type FileOutcome = EntryOutcome['files'][number]

export interface EntryWriterDeps {
  /** Plumbline's own folder. */
  readonly home: string
  readonly history: History
  /** Plans large files. */
  readonly thread?: ConfigThread
  readonly files?: FileOps
}

/** Writes and removes client entries, with a backup and a record in the history for each write. */
export interface EntryWriter {
  /**
   * @param event the event to record
   * @throws PlumblineError `config-broken` before anything is written, and those of {@link editFile}
   */
  write(
    client: ClientProfile,
    files: readonly string[],
    wanted: WantedStart,
    event: 'written' | 'repaired',
    replace: boolean,
  ): Promise<FileOutcome[]>
  /** @throws PlumblineError `config-changed` when any of the files changed since the last write; then no file is written */
  undo(client: ClientProfile): FileOutcome[]
  remove(client: ClientProfile, files: readonly string[], wanted: WantedStart): Promise<FileOutcome[]>
  canUndo(client: ClientId): boolean
}

export function createEntryWriter({
  home,
  history,
  thread = new ConfigThread(undefined),
  files = NODE_FILES,
}: EntryWriterDeps): EntryWriter {
  const backups = join(home, 'backups')

  function backupOf(client: ClientProfile, file: string) {
    return (before: Uint8Array | null) =>
      before && writeBackup(backups, client.id, file, before, new Date(), files)
  }

  function record(client: ClientProfile, fileRecord: FileRecord, kind: ClientEvent['kind']): void {
    const { files: recorded } = history.change(client.id, (old) => {
      const rest = old.files.filter(({ file }) => file !== fileRecord.file)
      const isSameCommand = old.files.length > 0 && old.files.every((other) => sameStart(other, fileRecord))
      const event = { at: fileRecord.writtenAt, kind, file: fileRecord.file }
      return {
        files: [...rest, fileRecord],
        // After a repair with the same command, earlier sessions and tests still belong to the entry.
        since: isSameCommand ? old.since : fileRecord.writtenAt,
        test: isSameCommand ? old.test : null,
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

  function forget(client: ClientProfile, paths: readonly string[], kind: 'undone' | 'disconnected'): void {
    const at = Date.now()
    history.change(client.id, (old) => ({
      files: old.files.filter(({ file }) => !paths.includes(file)),
      test: null,
      events: [...old.events, ...paths.map((file) => ({ at, kind, file }))],
    }))
  }

  /** Records an entry that already exists in the file, so that its loss is noticed. */
  function adopt(client: ClientProfile, file: string, start: StartCommand): void {
    const bytes = readBytes(file, files)
    const known = history.get(client.id).files.some((other) => other.file === file)
    if (known || !bytes) return
    const hash = hashOf(bytes)
    const config = readConfig(bytes, client)
    // The entry may name a library that the wanted command does not.
    const { command, args } = keepLibrary('kind' in config ? undefined : config.entry, start)
    const fileRecord = {
      file,
      writtenAt: Date.now(),
      hash,
      before: hash,
      backup: null,
      command,
      args: [...args],
    }
    history.change(client.id, (old) => ({
      files: [...old.files, fileRecord],
      since: old.files.length === 0 ? fileRecord.writtenAt : old.since,
    }))
  }

  /** The content of a recorded file before it was written; `null` when its backup is missing or damaged. */
  function bytesBefore(fileRecord: FileRecord): { readonly bytes: Uint8Array | null } | null {
    if (fileRecord.before === null) return { bytes: null }
    const bytes = fileRecord.backup ? readBytes(fileRecord.backup, files) : null
    return bytes && hashOf(bytes) === fileRecord.before ? { bytes } : null
  }

  /** The bytes to restore, if the file is unchanged since the last write and the bytes hold no entry of Plumbline. */
  function restorable(client: ClientProfile, file: string, wanted: WantedStart) {
    const fileRecord = history.get(client.id).files.find((other) => other.file === file)
    const current = readBytes(file, files)
    const isUnchanged = fileRecord && current && hashOf(current) === fileRecord.hash
    const before = isUnchanged ? bytesBefore(fileRecord) : null
    if (!before || !current) return null
    const config = readConfig(before.bytes, client)
    const accepted = [wanted.start, ...(wanted.accepted ?? [])]
    const hasNoEntry =
      !('kind' in config) &&
      (config.entry === undefined || compareEntry(config.entry, accepted) === 'another')
    return hasNoEntry ? { current, bytes: before.bytes } : null
  }

  return {
    async write(client, paths, wanted, event, replace) {
      const plan = (bytes: Uint8Array | null): Promise<Plan> =>
        thread.run({ kind: 'connect', client: client.id, bytes, wanted }, bytes?.length ?? 0)
      for (const file of paths) rejectPlan(file, client, await plan(readBytes(file, files)), replace)
      const outcomes: FileOutcome[] = []
      for (const file of paths) {
        let replacesOurs = false
        let { start } = wanted
        const edited = await editFile(
          file,
          async (bytes) => {
            const planned = await plan(bytes)
            rejectPlan(file, client, planned, replace)
            replacesOurs = event === 'repaired' && planned.kind === 'write' && planned.replaces === 'ours'
            if (planned.kind === 'write') start = planned.start ?? start
            return planned
          },
          backupOf(client, file),
          files,
        )
        if (edited.kind === 'written') {
          const { before, bytes } = edited
          // An undo must not restore the broken entry of ours that a repair replaced.
          const backup = replacesOurs ? null : edited.backup
          const { command, args } = start
          const hashes = { hash: hashOf(bytes), before: before && hashOf(before) }
          record(client, { file, writtenAt: Date.now(), ...hashes, backup, command, args: [...args] }, event)
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
      const steps = recorded.map((fileRecord) => {
        const { file, hash } = fileRecord
        const current = readBytes(file, files)
        const before = bytesBefore(fileRecord)
        if (!current || hashOf(current) !== hash || !before) throw changedSince(file, client)
        return { file, current, before: before.bytes }
      })
      return steps.map(({ file, current, before }) => {
        const replaced = replaceFile(file, current, before, files)
        if (replaced.kind === 'changed') throw changedSince(file, client)
        replaced.close()
        forget(client, [file], 'undone')
        return { file, result: before ? 'written' : 'deleted', backup: null } as const
      })
    },
    async remove(client, paths, wanted) {
      const outcomes: FileOutcome[] = []
      for (const file of paths) {
        const restored = restorable(client, file, wanted)
        const replaced = restored && replaceFile(file, restored.current, restored.bytes, files)
        if (replaced?.kind === 'done') {
          replaced.close()
          outcomes.push({ file, result: restored?.bytes ? 'written' : 'deleted', backup: null })
          continue
        }
        const edited = await editFile(
          file,
          async (bytes) => {
            const task = { kind: 'disconnect', client: client.id, bytes, wanted } as const
            const planned = await thread.run(task, bytes?.length ?? 0)
            rejectPlan(file, client, planned, true)
            return planned
          },
          backupOf(client, file),
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

/** @throws PlumblineError `config-broken`, or `entry-taken` unless `replace` is true */
function rejectPlan(file: string, client: ClientProfile, plan: Plan, replace: boolean): void {
  if (plan.kind === 'broken')
    throw new PlumblineError(
      'config-broken',
      `${file}, line ${plan.line}, column ${plan.column}: ${plan.message} Nothing was written.`,
      'Repair the file, then try again.',
    )
  if (plan.kind === 'write' && plan.replaces === 'another' && !replace)
    throw new PlumblineError(
      'entry-taken',
      `${client.name} has an entry named "plumbline" that Plumbline did not write (${file}).`,
      'Check the changes, then confirm that it may be replaced.',
    )
}

function changedSince(file: string, client: ClientProfile): PlumblineError {
  return new PlumblineError(
    'config-changed',
    `${file} has changed since the entry was written, so its old content was not restored.`,
    `Disconnect instead: that removes our entry and keeps what ${client.name} has written since.`,
  )
}
