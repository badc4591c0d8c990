import { hash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type FolderDefaults, NO_DEFAULTS } from '../../../src-shared/standard/folder-defaults.ts'
import { MAX_FILE_BYTES } from '../../../src-shared/standard/inspect-text.ts'
import { parse } from '../../../src-shared/standard/parse.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import type { FileStamp, IndexedFile } from '../index/index-writer.ts'
import { decode } from './decode.ts'

/** The bytes of a file, or the first part of a large one. */
export interface ReadFile {
  readonly bytes: Uint8Array
  /** SHA-256 of `bytes`. */
  readonly hash: string
}

/**
 * Reads a file of the library.
 * @returns `null` when it does not exist
 * @throws the file system's error when it exists but cannot be read
 */
export function readStandardFile(root: string, path: string, stamp: FileStamp): ReadFile | null {
  try {
    const bytes = stamp.size > MAX_FILE_BYTES ? readHead(join(root, path)) : readFileSync(join(root, path))
    return { bytes, hash: hash('sha256', bytes) }
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null
    throw error
  }
}

function readHead(file: string): Uint8Array {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = new Uint8Array(MAX_FILE_BYTES)
    let length = 0
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, null)
      if (read === 0) break
      length += read
    }
    return wholeLines(bytes.subarray(0, length))
  } finally {
    closeSync(descriptor)
  }
}

/** Removes the incomplete last line. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(10)
  return end > 0 ? bytes.subarray(0, end + 1) : bytes
}

/** Parses a file for the index. Pure. */
export function indexedFile(
  path: string,
  stamp: FileStamp,
  file: ReadFile,
  defaults: FolderDefaults = NO_DEFAULTS,
): IndexedFile {
  const decoded = decode(file.bytes)
  const parsed = parse(decoded.text, path, defaults)
  const problems: Omit<Problem, 'path'>[] = [...decoded.problems, ...parsed.problems]
  if (stamp.size > MAX_FILE_BYTES) problems.push(tooLarge(stamp.size))
  return {
    path,
    stamp,
    hash: file.hash,
    standard: { id: path.normalize('NFC'), text: decoded.text, parsed },
    problems: problems.map((problem) => ({ ...problem, path })),
  }
}

/**
 * Describes a file for the index that exists but cannot be read.
 * @param isServed true when the text that was last read of it is still served
 */
export function unreadableFile(
  path: string,
  stamp: FileStamp,
  error: unknown,
  isServed: boolean,
): IndexedFile {
  const code = errorCodeOf(error) || 'unknown error'
  const denied = code === 'EACCES' || code === 'EPERM'
  return {
    path,
    stamp,
    hash: '',
    standard: null,
    problems: [
      {
        path,
        line: null,
        severity: isServed ? 'warning' : 'error',
        code: 'file-unreadable',
        message: `The file cannot be read (${code}), so ${isServed ? 'the text that was last read of it is served' : 'it is not served'}.`,
        remedy: denied
          ? 'Give your user the right to read it.'
          : 'Check the disk and the connection to it, and close programs that keep the file locked.',
      },
    ],
  }
}

/** The problem of a file of which only the beginning is served. */
export function tooLarge(size: number): Omit<Problem, 'path'> {
  const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`
  return {
    line: null,
    severity: 'warning',
    code: 'file-too-large',
    message: `The file has ${mib(size)}. Only its first ${mib(MAX_FILE_BYTES)} are served.`,
    remedy: 'Split it into several standards: short ones are followed more often.',
  }
}
