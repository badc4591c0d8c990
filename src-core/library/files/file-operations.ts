import {
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rmdir,
  unlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import { type AtomicRenames, atomicRenames } from './atomic-rename.ts'
import { temporaryName } from './temporary-files.ts'

/** The operations of the file system that change files. Tests replace them to make them fail. */
export interface FileOperations {
  readonly lstat: (path: string) => Promise<FileFacts>
  readonly readdir: (path: string) => Promise<string[]>
  readonly readFile: (path: string) => Promise<Uint8Array>
  readonly open: (path: string, flags: 'wx' | 'r', mode?: number) => Promise<OpenFile>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly link: (from: string, to: string) => Promise<void>
  readonly atomic: () => AtomicRenames
  /** Renames a file over `to` if `to` is still the file `expected`. Synchronous, because another program may write in between. */
  readonly replaceSame: (from: string, to: string, expected: FileFacts) => boolean
  /** Adds bytes at the end of a file, and again when another program has just replaced that file. */
  readonly append: (path: string, bytes: Uint8Array) => void
  /** Opens a file so that its content can be read again after it was replaced. */
  readonly hold: (path: string) => HeldFile
  /** Deletes `path` if it is a second name of the file `other`; synchronous for the same reason. */
  readonly unlinkSame: (path: string, other: string) => boolean
  readonly unlink: (path: string) => Promise<void>
  readonly mkdir: (path: string) => Promise<unknown>
  readonly rmdir: (path: string) => Promise<void>
}

/** The parts of `fs.Stats` that are used. */
export interface FileFacts {
  readonly dev: number
  readonly ino: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly nlink: number
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

/** An open file. */
type OpenFile = Pick<FileHandle, 'chmod' | 'chown' | 'sync' | 'close'> & {
  writeFile(bytes: Uint8Array): Promise<void>
}

/** A file that stays readable under no name. */
interface HeldFile {
  read(): Uint8Array
  close(): void
}

/** The operations of the system. */
export const SYSTEM_FILES: FileOperations = {
  append,
  atomic: atomicRenames,
  hold,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  replaceSame,
  rmdir,
  unlink,
  unlinkSame,
}

function replaceSame(from: string, to: string, expected: FileFacts): boolean {
  const facts = lstatSync(to, { throwIfNoEntry: false })
  if (!facts || !isSameFile(facts, expected)) return false
  renameSync(from, to)
  return true
}

function hold(path: string): HeldFile {
  const descriptor = openSync(path, 'r')
  return {
    read() {
      const bytes = Buffer.alloc(fstatSync(descriptor).size)
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0))
    },
    close: () => closeSync(descriptor),
  }
}

const MAX_APPENDS = 20

function append(path: string, bytes: Uint8Array): void {
  for (let attempt = 0; attempt < MAX_APPENDS; attempt++) {
    const descriptor = openSync(path, 'a')
    try {
      writeSync(descriptor, bytes)
      fsyncSync(descriptor)
      if (fstatSync(descriptor).ino === lstatSync(path, { throwIfNoEntry: false })?.ino) return
    } finally {
      closeSync(descriptor)
    }
    if (readFileSync(path).includes(bytes)) return
  }
}

function unlinkSame(path: string, other: string): boolean {
  const facts = lstatSync(path, { throwIfNoEntry: false })
  const otherFacts = lstatSync(other)
  if (!facts || facts.ino !== otherFacts.ino || facts.dev !== otherFacts.dev) return false
  unlinkSync(path)
  return true
}

/** True when nothing was written to a file between the two calls of `lstat`. */
export function isSameFile(a: FileFacts, b: FileFacts): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs
}

/** Returns `null` when the path does not exist. */
export async function factsOf(files: FileOperations, path: string): Promise<FileFacts | null> {
  try {
    return await files.lstat(path)
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return null
    throw error
  }
}

/**
 * Writes bytes to a temporary file in the folder of `target`, flushes it to the disk and calls `put` to rename it. Readers
 * see the old content or the new one. Removes the temporary file after a failure. Asynchronous, unlike `writeAtomically`,
 * because flushing a file must not block the host.
 * @param like the file to be replaced, whose permissions and owner are kept
 */
export async function writeBeside(
  files: FileOperations,
  target: string,
  bytes: Uint8Array,
  like: FileFacts | null,
  put: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(target), temporaryName())
  const file = await files.open(temporary, 'wx', like ? 0o600 : 0o666)
  try {
    try {
      await file.writeFile(bytes)
      if (like) await copyPermissions(file, like)
      await file.sync()
    } finally {
      await file.close()
    }
    await put(temporary)
  } catch (error) {
    await ignoreErrors(files.unlink(temporary))
    throw error
  }
  await syncFolder(files, dirname(target))
}

// A disk without hard links (FAT, some network disks) says one of these.
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EACCES'])

/**
 * Renames a file to a new name, and does not replace a file that appears meanwhile. A process that is killed in between leaves
 * the file under one of the names or under both, never an empty one. Only on a disk without hard links, an empty file reserves
 * the new name first.
 * @throws the system's `EEXIST` when the name exists
 */
export async function renameToNew(files: FileOperations, from: string, to: string): Promise<void> {
  if (files.atomic().renameToFree(from, to)) return
  try {
    await files.link(from, to)
  } catch (error) {
    if (!NO_LINKS.has(errorCodeOf(error))) throw error
    await renameToReserved(files, from, to)
    return
  }
  try {
    // Another program may have put a new file there meanwhile, which stays.
    files.unlinkSame(from, to)
  } catch (error) {
    await ignoreErrors(files.unlink(to))
    throw error
  }
}

async function renameToReserved(files: FileOperations, from: string, to: string): Promise<void> {
  const placeholder = await files.open(to, 'wx')
  try {
    await placeholder.close()
    await files.rename(from, to)
  } catch (error) {
    await ignoreErrors(files.unlink(to))
    throw error
  }
}

/** Waits for cleaning up after an error, whose own errors do not matter. */
export async function ignoreErrors(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {})
}

async function copyPermissions(file: OpenFile, like: FileFacts): Promise<void> {
  // Only the superuser can change the owner; changing the group succeeds more often. `chown` may reset bits of the mode.
  if (process.getuid?.() !== like.uid || process.getgid?.() !== like.gid)
    await ignoreErrors(file.chown(like.uid, like.gid))
  await file.chmod(like.mode & 0o7777)
}

/** Flushes a folder to the disk, so that a rename survives a power failure. Windows cannot do that. */
async function syncFolder(files: FileOperations, folder: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const handle = await files.open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // The file itself is on the disk. Only the rename may be lost.
  }
}

/**
 * Converts an error of the file system to a PlumblineError. Returns other errors unchanged.
 * @param participle what was to be done with the file: `saved`
 */
export function fileFailure(error: unknown, path: string, participle: string): unknown {
  if (error instanceof PlumblineError) return error
  const code = errorCodeOf(error)
  if (code === '') return error
  const failure = (kind: 'file-unusable' | 'path-unusable', why: string, remedy: string) =>
    new PlumblineError(kind, `${path} cannot be ${participle}: ${why}.`, remedy, { cause: error })
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return failure(
        'file-unusable',
        `your user has no right to (${code})`,
        'Give your user the right to write the file and its folder.',
      )
    case 'EROFS':
      return failure(
        'file-unusable',
        'the disk is read-only',
        'Copy the library to a disk that can be written.',
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return failure(
        'file-unusable',
        'the disk is full',
        'Make room on it and try again. Nothing was changed.',
      )
    case 'ENAMETOOLONG':
      return failure('path-unusable', 'its name is too long for this disk', 'Use a shorter name.')
    case 'EBUSY':
    case 'ETXTBSY':
      return failure('file-unusable', 'another program keeps it open', 'Close it there and try again.')
    default:
      return failure(
        'file-unusable',
        `the system says ${code}`,
        'Check the disk and the library folder, then try again.',
      )
  }
}
