import { setTimeout as sleep } from 'node:timers/promises'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { Plan } from '../plan/plan-connect.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { type Replaced, readBytes, replaceFile, sameBytes } from './replace-file.ts'

/** What became of a file. */
export type Edited =
  | { readonly kind: 'same' }
  | Extract<Plan, { kind: 'broken' }>
  | {
      readonly kind: 'written'
      readonly before: Uint8Array | null
      readonly bytes: Uint8Array
      /** What `keep` gave for the bytes from before. */
      readonly backup: string | null
    }

const TRIES = 12
// Somebody may be in the middle of writing; an empty file is what a program leaves between emptying and writing it.
const QUIET_MS = 150
const QUIET_EMPTY_MS = 700
const MOST_WAITING_MS = 2_000
// A program that had the old file open has written by then.
const LATE_MS = 100

/**
 * Plans on what the file holds, and writes if it still holds that; else plans anew. What another program writes meanwhile is
 * never lost.
 * @param keep saves the bytes from before, and says where; called before anything is written
 * @throws PlumblineError `config-changed` when the file never stands still, `config-unusable` when it cannot be written
 */
export async function editFile(
  file: string,
  plan: (bytes: Uint8Array | null) => Plan,
  keep: (before: Uint8Array | null) => string | null,
  files: FileOps = NODE_FILES,
): Promise<Edited> {
  let first: Uint8Array | null | undefined
  let backup: string | null = null
  // What has to be on the disk for the next write; another program's late bytes may be what is planned on.
  let theirs: { readonly bytes: Uint8Array; readonly onDisk: Uint8Array } | null = null
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await sleep(20 * tries)
    const onDisk: Uint8Array | null = theirs ? theirs.onDisk : await readSettled(file, files)
    const before: Uint8Array | null = theirs ? theirs.bytes : onDisk
    const planned: Plan = plan(before)
    if (planned.kind === 'broken' && !theirs) return planned
    if (planned.kind === 'same' && first === undefined) return planned
    const bytes: Uint8Array | null = planned.kind === 'write' ? planned.bytes : before
    if (planned.kind === 'broken' || bytes === null) continue
    if (first === undefined || !sameBytes(first, before)) backup = keep(before)
    first = before
    const replaced = replaceFile(file, onDisk, bytes, files)
    if (replaced.kind === 'changed') {
      theirs = null
      continue
    }
    const late = await lateBytes(replaced, onDisk)
    if (late === null) return { kind: 'written', before, bytes, backup }
    theirs = { bytes: late, onDisk: bytes }
  }
  throw new PlumblineError(
    'config-changed',
    `Another program keeps writing ${file}, so nothing of ours was left in it for sure.`,
    'Quit that program, then try again.',
  )
}

/** What was written to the file that was replaced; `null`: nothing. */
async function lateBytes(
  replaced: Extract<Replaced, { kind: 'done' }>,
  before: Uint8Array | null,
): Promise<Uint8Array | null> {
  try {
    if (replaced.late() === null) return null
    await sleep(LATE_MS)
    let late = replaced.late()
    for (let i = 0; late?.length === 0 && i < 10; i++) {
      await sleep(LATE_MS)
      late = replaced.late()
    }
    return late === null || late.length === 0 || sameBytes(late, before) ? null : late
  } finally {
    replaced.close()
  }
}

/** The file when nobody is in the middle of writing it, as far as its age tells. */
async function readSettled(file: string, files: FileOps): Promise<Uint8Array | null> {
  const until = Date.now() + MOST_WAITING_MS
  for (;;) {
    const bytes = readBytes(file, files)
    if (bytes === null) return null
    const age = Date.now() - modifiedAt(file, files)
    const quiet = bytes.length === 0 ? QUIET_EMPTY_MS : QUIET_MS
    // A time in the future says nothing.
    if (age >= quiet || age < 0 || Date.now() > until) return bytes
    await sleep(Math.min(quiet - age, 50))
  }
}

function modifiedAt(file: string, files: FileOps): number {
  try {
    return files.statSync(file).mtimeMs
  } catch {
    return 0
  }
}
