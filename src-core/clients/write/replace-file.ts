import { dirname, join, resolve } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { newId } from '../../base/new-id.ts'
import { errorCode, type FileOps } from './file-ops.ts'

/** The result of a replacement. `changed`: the file did not hold the expected content, and nothing was written. */
export type Replaced =
  | { readonly kind: 'changed' }
  | {
      readonly kind: 'done'
      /**
       * The current content of the replaced file, to which a program that had it open may still write. `null` where it cannot be
       * read (on Windows, or when there was no file).
       */
      readonly late: () => Uint8Array | null
      readonly close: () => void
    }

const MAX_LINKS = 40
const MAX_RENAME_ATTEMPTS = 5

/** The file's content; `null` when the file does not exist. @throws PlumblineError `config-unusable` */
export function readBytes(file: string, files: FileOps): Uint8Array | null {
  try {
    return files.readFileSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw unusable(file, 'read', error)
  }
}

/**
 * Atomically replaces the content `expected` of a file by `next`: readers see either of them, complete. Preserves mode and
 * owner, and follows symbolic links. `null` stands for a file that does not exist.
 * @throws PlumblineError `config-unusable` when the file cannot be replaced; then it is unchanged
 */
export function replaceFile(
  file: string,
  expected: Uint8Array | null,
  next: Uint8Array | null,
  files: FileOps,
): Replaced {
  let temp: string | null = null
  let heldFd: number | null = null
  const release = () => {
    if (heldFd !== null) closeQuietly(heldFd, files)
    heldFd = null
  }
  try {
    const target = followLinks(file, files)
    const old = statOf(target, files)
    if (old && (old.mode & 0o200) === 0) throw readOnly(file)
    if (!old) files.mkdirSync(dirname(target), { recursive: true })
    // On Windows a file that is open cannot be replaced.
    if (old && process.platform !== 'win32') heldFd = files.openSync(target, 'r')
    if (next) {
      temp = join(dirname(target), `.${newId()}.plumbline.tmp`)
      writeNew(temp, next, old, files)
    }
    const current = readBytes(target, files)
    if (!sameBytes(current, expected)) {
      release()
      if (temp) files.unlinkSync(temp)
      return { kind: 'changed' }
    }
    if (temp) rename(temp, target, files)
    else if (current) files.unlinkSync(target)
    temp = null
    return {
      kind: 'done',
      late: () => (heldFd === null ? null : readOpenFile(heldFd, files)),
      close: release,
    }
  } catch (error) {
    try {
      release()
      if (temp) files.unlinkSync(temp)
    } catch {
      // The first error is the one to report.
    }
    throw error instanceof PlumblineError ? error : unusable(file, 'written', error)
  }
}

export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b
  return Buffer.compare(a, b) === 0
}

/** The end of a chain of symbolic links, which need not exist. */
function followLinks(file: string, files: FileOps): string {
  let at = file
  for (let i = 0; i < MAX_LINKS; i++) {
    let isLink: boolean
    try {
      isLink = files.lstatSync(at).isSymbolicLink()
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return at
      throw error
    }
    if (!isLink) return at
    // Like the operating system, resolves `..` in a link relative to the real path of the link's folder.
    at = resolve(files.realpathSync(dirname(at)), files.readlinkSync(at))
  }
  throw new Error('too many links')
}

function statOf(file: string, files: FileOps) {
  try {
    return files.statSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

function writeNew(
  temp: string,
  bytes: Uint8Array,
  old: { mode: number; uid: number; gid: number } | null,
  files: FileOps,
): void {
  // These files may hold API keys, so a new one is readable by the user only.
  const mode = old ? old.mode & 0o7777 : 0o600
  const fd = files.openSync(temp, 'wx', mode)
  try {
    files.writeFileSync(fd, bytes)
    const created = files.fstatSync(fd)
    if (old && process.platform !== 'win32') {
      const hasSameOwner = keepOwner(temp, created, old, files)
      // The umask and the change of owner may have cleared bits of the mode.
      files.chmodSync(temp, hasSameOwner ? mode : (mode & ~0o070) | ((mode & 0o007) << 3))
    }
    files.fsyncSync(fd)
  } finally {
    closeQuietly(fd, files)
  }
}

/**
 * Gives the new file the owner and group of the old one.
 * @returns false when the user may not set the group; then the group must get no more rights than others have
 */
function keepOwner(temp: string, created: Owner, old: Owner, files: FileOps): boolean {
  if (created.uid === old.uid && created.gid === old.gid) return true
  try {
    files.chownSync(temp, old.uid, old.gid)
    return true
  } catch (error) {
    if (created.uid !== old.uid || errorCode(error) !== 'EPERM') throw error
    return false
  }
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Ignores errors: written data was synchronized before, so closing loses nothing. */
function closeQuietly(fd: number, files: FileOps): void {
  try {
    files.closeSync(fd)
  } catch {
    // The operating system closes it when the process ends.
  }
}

/** Retries on Windows, where renaming fails while another program reads the file. */
function rename(from: string, to: string, files: FileOps): void {
  for (let attempt = 1; ; attempt++) {
    try {
      files.renameSync(from, to)
      return
    } catch (error) {
      const isTemporary = ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error))
      if (process.platform !== 'win32' || !isTemporary || attempt >= MAX_RENAME_ATTEMPTS) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20 * attempt)
    }
  }
}

function readOpenFile(fd: number, files: FileOps): Uint8Array | null {
  try {
    const bytes = Buffer.alloc(files.fstatSync(fd).size)
    return bytes.subarray(0, files.readSync(fd, bytes, 0, bytes.length, 0))
  } catch {
    return null
  }
}

function readOnly(file: string): PlumblineError {
  return new PlumblineError(
    'config-unusable',
    `${file} is read-only, so nothing was written.`,
    'Make it writable, then try again.',
  )
}

function unusable(file: string, action: 'read' | 'written', error: unknown): PlumblineError {
  const reason = error instanceof Error ? error.message : String(error)
  return new PlumblineError(
    'config-unusable',
    `${file} cannot be ${action} (${reason}).`,
    'Make the file and its folder writable for your user, and check that the disk is not full.',
    { cause: error },
  )
}
