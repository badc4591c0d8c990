import { setTimeout as sleep } from 'node:timers/promises'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { Plan } from '../plan/plan-connect.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { type Replaced, readBytes, replaceFile, sameBytes } from './replace-file.ts'

/** The result of editing a file. */
export type Edited =
  | { readonly kind: 'same' }
  | Extract<Plan, { kind: 'broken' }>
  | {
      readonly kind: 'written'
      readonly before: Uint8Array | null
      readonly bytes: Uint8Array
      /** The return value of `backUp` for the content before the write. */
      readonly backup: string | null
    }

const MAX_ATTEMPTS = 12
// A file that changed this recently may still be being written. An empty file waits longer: a program that truncates a file
// before writing it leaves it empty in between.
const SETTLE_MS = 150
const SETTLE_EMPTY_MS = 700
const MAX_SETTLE_MS = 2_000
// Time for a program that had the replaced file open to finish writing to it.
const LATE_WRITE_MS = 100

/**
 * Plans a change from the file's content and writes it if the content is still the same, otherwise plans again. Never loses
 * what another program writes at the same time.
 * @param backUp saves the old content and returns the path of the backup; called before anything is written
 * @throws PlumblineError `config-changed` when the file keeps changing, `config-unusable` when it cannot be written
 */
export async function editFile(
  file: string,
  plan: (bytes: Uint8Array | null) => Plan | Promise<Plan>,
  backUp: (before: Uint8Array | null) => string | null,
  files: FileOps = NODE_FILES,
): Promise<Edited> {
  let first: Uint8Array | null | undefined
  let backup: string | null = null
  // Set when another program wrote to the replaced file: its bytes are planned on next, and `onDisk` is the expected content.
  let lateWrite: { readonly bytes: Uint8Array; readonly onDisk: Uint8Array } | null = null
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(20 * attempt)
    const onDisk: Uint8Array | null = lateWrite ? lateWrite.onDisk : await readSettled(file, files)
    const before: Uint8Array | null = lateWrite ? lateWrite.bytes : onDisk
    const planned: Plan = await plan(before)
    if (planned.kind === 'broken' && !lateWrite) return planned
    if (planned.kind === 'same' && first === undefined) return planned
    const bytes: Uint8Array | null = planned.kind === 'write' ? planned.bytes : before
    if (planned.kind === 'broken' || bytes === null) continue
    if (first === undefined || !sameBytes(first, before)) backup = backUp(before)
    first = before
    const replaced = replaceFile(file, onDisk, bytes, files)
    if (replaced.kind === 'changed') {
      lateWrite = null
      continue
    }
    const late = await lateBytes(replaced, onDisk)
    if (late === null) return { kind: 'written', before, bytes, backup }
    lateWrite = { bytes: late, onDisk: bytes }
  }
  throw new PlumblineError(
    'config-changed',
    `Another program keeps writing ${file}, so the change could not be made safely.`,
    'Quit that program, then try again.',
  )
}

/** The bytes that another program wrote to the replaced file; `null` when it wrote none. */
async function lateBytes(
  replaced: Extract<Replaced, { kind: 'done' }>,
  before: Uint8Array | null,
): Promise<Uint8Array | null> {
  try {
    if (replaced.late() === null) return null
    await sleep(LATE_WRITE_MS)
    let late = replaced.late()
    for (let i = 0; late?.length === 0 && i < 10; i++) {
      await sleep(LATE_WRITE_MS)
      late = replaced.late()
    }
    return late === null || late.length === 0 || sameBytes(late, before) ? null : late
  } finally {
    replaced.close()
  }
}

/** Reads the file once it has not been modified for a while, or after two seconds. */
async function readSettled(file: string, files: FileOps): Promise<Uint8Array | null> {
  const deadline = Date.now() + MAX_SETTLE_MS
  for (;;) {
    const bytes = readBytes(file, files)
    if (bytes === null) return null
    const age = Date.now() - modifiedAt(file, files)
    const settled = bytes.length === 0 ? SETTLE_EMPTY_MS : SETTLE_MS
    // A modification time in the future cannot be used, so such a file is read at once.
    if (age >= settled || age < 0 || Date.now() > deadline) return bytes
    await sleep(Math.min(settled - age, 50))
  }
}

function modifiedAt(file: string, files: FileOps): number {
  try {
    return files.statSync(file).mtimeMs
  } catch {
    return 0
  }
}
