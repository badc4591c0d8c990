import { setTimeout as sleep } from 'node:timers/promises'
import {
  type FileFacts,
  type FileOperations,
  factsOf,
  ignoreErrors,
  isSameFile,
  writeBeside,
} from './file-operations.ts'

/** The file that a save replaces, as it was read. */
export interface ReplacedFile {
  readonly file: string
  readonly facts: FileFacts
  readonly bytes: Uint8Array
}

// A program that opened the file before it was replaced finishes its write within this time.
const LATE_WRITE_MS = 25

/**
 * Replaces a file by new content, unless another program has changed it since it was read: then the file keeps the content of
 * that program, also when it wrote between the last check and the rename, or wrote to the replaced file afterwards.
 * @returns false when the file has changed
 */
export async function replaceUnchanged(
  files: FileOperations,
  read: ReplacedFile,
  next: Uint8Array,
): Promise<boolean> {
  let replaced = false
  await writeBeside(files, read.file, next, read.facts, async (temporary) => {
    const facts = await factsOf(files, read.file)
    if (!facts || !isSameFile(facts, read.facts)) await files.unlink(temporary)
    else if (files.atomic().exchange(temporary, read.file))
      replaced = await keepIfLate(files, read, temporary, next)
    else replaced = await replaceHeld(files, read, temporary, next)
  })
  return replaced
}

/** @param aside the replaced file. When another program has written to it, its content gets the name back. */
async function keepIfLate(
  files: FileOperations,
  read: ReplacedFile,
  aside: string,
  next: Uint8Array,
): Promise<boolean> {
  let late: Uint8Array
  try {
    late = await files.readFile(aside)
    if (isEqual(late, read.bytes)) {
      await sleep(LATE_WRITE_MS)
      late = await files.readFile(aside)
    }
  } catch (error) {
    files.atomic().exchange(aside, read.file)
    throw error
  }
  const isUnchanged = isEqual(late, read.bytes)
  if (!isUnchanged) {
    files.atomic().exchange(aside, read.file)
    // What other programs wrote to our version meanwhile, or are about to write.
    await sleep(LATE_WRITE_MS)
    const ours = await files.readFile(aside)
    if (startsWith(ours, next)) addBehind(files, read.file, ours, next)
    else {
      files.atomic().exchange(aside, read.file)
      if (startsWith(late, read.bytes)) addBehind(files, read.file, late, read.bytes)
    }
  }
  await ignoreErrors(files.unlink(aside))
  return isUnchanged
}

/** For systems that cannot exchange files. A descriptor keeps the replaced file readable. */
async function replaceHeld(
  files: FileOperations,
  read: ReplacedFile,
  temporary: string,
  next: Uint8Array,
): Promise<boolean> {
  // On Windows a file that is open cannot be replaced.
  const held = process.platform === 'win32' ? null : files.hold(read.file)
  try {
    if (!files.replaceSame(temporary, read.file, read.facts)) {
      await files.unlink(temporary)
      return false
    }
    if (!held) return true
    let late = held.read()
    if (isEqual(late, read.bytes)) {
      await sleep(LATE_WRITE_MS)
      late = held.read()
    }
    if (isEqual(late, read.bytes)) return true
    await restore(files, read, late, next)
    return false
  } finally {
    held?.close()
  }
}

/** Gives the file the content that another program wrote to the replaced one. */
async function restore(
  files: FileOperations,
  read: ReplacedFile,
  late: Uint8Array,
  next: Uint8Array,
): Promise<void> {
  const facts = await factsOf(files, read.file)
  let restored = false
  if (facts && isEqual(await files.readFile(read.file), next)) {
    await writeBeside(files, read.file, late, read.facts, async (theirs) => {
      restored = files.replaceSame(theirs, read.file, facts)
      if (!restored) await files.unlink(theirs)
    })
  }
  if (!restored && startsWith(late, read.bytes)) addBehind(files, read.file, late, read.bytes)
}

/** Adds to a file what `longer` has behind `start`. */
function addBehind(files: FileOperations, file: string, longer: Uint8Array, start: Uint8Array): void {
  if (longer.length > start.length) files.append(file, longer.subarray(start.length))
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && isEqual(bytes.subarray(0, start.length), start)
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
