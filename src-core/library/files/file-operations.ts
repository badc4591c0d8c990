import {
  type FileHandle,
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
import { errorCodeOf } from '../../base/error-code.ts'
import { newId } from '../../base/new-id.ts'

/** What of the file system is used to change files; each may fail as the system's does. */
export interface FileOperations {
  readonly lstat: (path: string) => Promise<FileFacts>
  readonly readdir: (path: string) => Promise<string[]>
  readonly readFile: (path: string) => Promise<Uint8Array>
  readonly open: (path: string, flags: 'wx' | 'r', mode?: number) => Promise<WritableFile>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly unlink: (path: string) => Promise<void>
  readonly mkdir: (path: string) => Promise<unknown>
  readonly rmdir: (path: string) => Promise<void>
}

/** What is told of a file or folder. */
export interface FileFacts {
  readonly dev: number
  readonly ino: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

/** An open file. */
export type WritableFile = Pick<FileHandle, 'chmod' | 'chown' | 'sync' | 'close'> & {
  writeFile(bytes: Uint8Array): Promise<void>
}

/** The system's own. */
export const SYSTEM_FILES: FileOperations = { lstat, mkdir, open, readdir, readFile, rename, rmdir, unlink }

/** `null` where there is nothing. */
export async function factsOf(files: FileOperations, path: string): Promise<FileFacts | null> {
  try {
    return await files.lstat(path)
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return null
    throw error
  }
}

/**
 * Puts bytes into a file beside its place, writes them through to the disk and lets `put` rename it there: whoever looks
 * sees the old content or the new one, and after a failure nothing is left over.
 * @param like the file to be replaced, whose rights are kept
 */
export async function writeBeside(
  files: FileOperations,
  target: string,
  bytes: Uint8Array,
  like: FileFacts | null,
  put: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(target), `.plumbline-${newId()}.tmp`)
  const file = await files.open(temporary, 'wx', like ? 0o600 : 0o666)
  try {
    try {
      await file.writeFile(bytes)
      if (like) await takeRights(file, like)
      await file.sync()
    } finally {
      await file.close()
    }
    await put(temporary)
  } catch (error) {
    await quietly(files.unlink(temporary))
    throw error
  }
  await syncFolder(files, dirname(target))
}

/**
 * Renames to a name that nobody has. The name is taken first, so that nothing that comes meanwhile is written over.
 * @throws the system's `EEXIST` when somebody has it
 */
export async function renameToNew(files: FileOperations, from: string, to: string): Promise<void> {
  const place = await files.open(to, 'wx')
  try {
    await place.close()
    await files.rename(from, to)
  } catch (error) {
    await quietly(files.unlink(to))
    throw error
  }
}

/** For what is tidied up after a failure, which is what should be told of. */
export async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {})
}

async function takeRights(file: WritableFile, like: FileFacts): Promise<void> {
  // Only the superuser can give files away; the group can be kept more often. Before the mode, which it resets.
  if (process.getuid?.() !== like.uid || process.getgid?.() !== like.gid)
    await quietly(file.chown(like.uid, like.gid))
  await file.chmod(like.mode & 0o7777)
}

/** Makes the rename last through a loss of power, where folders can be written through. */
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
    // The content is in its place; only its name may come later.
  }
}

/** A failure of the file system for a person. Passes on what is one already. */
export function fileFailure(error: unknown, path: string, what: string): unknown {
  if (error instanceof PlumblineError) return error
  const code = errorCodeOf(error)
  if (code === undefined) return error
  const failure = (kind: 'file-unusable' | 'path-unusable', why: string, remedy: string) =>
    new PlumblineError(kind, `${path} cannot be ${what}: ${why}.`, remedy, { cause: error })
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
