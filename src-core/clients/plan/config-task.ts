import type { ClientId, FilePlan, StartCommand } from '../../../src-shared/contract/clients.ts'
import type { ClientProfile, ConfigLocation } from '../table/client-profile.ts'
import { clientById } from '../table/client-table.ts'
import { NODE_FILES } from '../write/file-ops.ts'
import { readBytes } from '../write/replace-file.ts'
import { type FileInspection, inspectFile, problemAt } from './inspect-client.ts'
import { type Plan, planConnect, planDisconnect, type WantedStart } from './plan-connect.ts'

/** Work on one configuration file, as plain data that a thread can be given. */
export type ConfigTask =
  | {
      readonly kind: 'connect' | 'disconnect'
      readonly client: ClientId
      /** The file's content; `null` when the file does not exist. */
      readonly bytes: Uint8Array | null
      readonly wanted: WantedStart
    }
  | {
      readonly kind: 'preview'
      readonly client: ClientId
      readonly file: string
      readonly disconnect: boolean
      readonly wanted: WantedStart
    }
  | {
      readonly kind: 'inspect'
      readonly client: ClientId
      readonly location: ConfigLocation
      readonly accepted: readonly StartCommand[]
    }

/** The result of a task. */
export type ConfigResult<Task extends ConfigTask> = Task extends { kind: 'inspect' }
  ? FileInspection
  : Task extends { kind: 'preview' }
    ? FilePlan
    : Plan

/** Runs a task in this thread. @throws PlumblineError `config-unusable` for a preview of a file that cannot be read */
export function runConfigTask(task: ConfigTask): Plan | FileInspection | FilePlan {
  const client = clientById(task.client)
  switch (task.kind) {
    case 'connect':
      return planConnect(task.bytes, client, task.wanted)
    case 'disconnect':
      return planDisconnect(task.bytes, client, task.wanted)
    case 'preview':
      return previewFile(task.file, client, task.wanted, task.disconnect)
    case 'inspect':
      return inspectFile(task.location, client, task.accepted, NODE_FILES)
  }
}

/** What would change in one file, without the bytes. */
function previewFile(
  file: string,
  client: ClientProfile,
  wanted: WantedStart,
  disconnect: boolean,
): FilePlan {
  const bytes = readBytes(file, NODE_FILES)
  const plan = disconnect ? planDisconnect(bytes, client, wanted) : planConnect(bytes, client, wanted)
  const unchanged = {
    file,
    creates: bytes === null,
    replaces: 'nothing',
    difference: [],
    notes: [],
  } as const
  if (plan.kind === 'broken') return { ...unchanged, kind: 'broken', problem: problemAt(file, plan) }
  if (plan.kind === 'same') return { ...unchanged, kind: 'same', problem: null }
  const { difference, notes, replaces } = plan
  return { ...unchanged, kind: 'write', difference, notes, replaces, problem: null }
}
