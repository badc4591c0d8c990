import { dirname, join, resolve } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { newId } from '../../base/new-id.ts'
import { errorCode, type FileOps } from './file-ops.ts'

/** What became of it. `changed`: the file no longer is what it was thought to be, and nothing was done. */
export type Replaced =
  | { readonly kind: 'changed' }
  | {
      readonly kind: 'done'
      /**
       * What the file that was replaced holds now, `null` where that cannot be known. A program that had it open may have
       * written to it while it was replaced.
       */
      readonly late: () => Uint8Array | null
      readonly close: () => void
    }

const MAX_LINKS = 40
const RENAME_TRIES = 5

/** @returns `null` when there is no such file @throws PlumblineError `config-unusable` */
export function readBytes(file: string, files: FileOps): Uint8Array | null {
  try {
    return files.readFileSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw unusable(file, 'read', error)
  }
}

/**
 * Makes a file hold `next` if it holds `expected`, in one step: whoever reads it finds the one or the other, whole. Keeps mode
 * and owner, and follows links. `null` stands for no file.
 * @throws PlumblineError `config-unusable` when it cannot be done; the file is as it was
 */
export function replaceFile(
  file: string,
  expected: Uint8Array | null,
  next: Uint8Array | null,
  files: FileOps,
): Replaced {
  let temp: string | null = null
  let held: number | null = null
  const release = () => {
    if (held !== null) closeQuietly(held, files)
    held = null
  }
  try {
    const target = followLinks(file, files)
    const old = statOf(target, files)
    if (old && (old.mode & 0o200) === 0) throw readOnly(file)
    if (!old) files.mkdirSync(dirname(target), { recursive: true })
    // On Windows a file that is open cannot be replaced.
    if (old && process.platform !== 'win32') held = files.openSync(target, 'r')
    if (next) {
      temp = join(dirname(target), `.${newId()}.plumbline.tmp`)
      writeNew(temp, next, old, files)
    }
    const now = readBytes(target, files)
    if (!sameBytes(now, expected)) {
      release()
      if (temp) files.unlinkSync(temp)
      return { kind: 'changed' }
    }
    if (temp) rename(temp, target, files)
    else if (now) files.unlinkSync(target)
    temp = null
    return {
      kind: 'done',
      late: () => (held === null ? null : readHeld(held, files)),
      close: release,
    }
  } catch (error) {
    try {
      release()
      if (temp) files.unlinkSync(temp)
    } catch {
      // What went wrong first is what counts.
    }
    throw error instanceof PlumblineError ? error : unusable(file, 'written', error)
  }
}

export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b
  return Buffer.compare(a, b) === 0
}

/** Where a chain of links ends, whether there is something or not. */
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
    // As the system does: `..` in a link starts from where its folder really is.
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
  // These files may hold keys: without a file to follow, the user's alone.
  const mode = old ? old.mode & 0o7777 : 0o600
  const fd = files.openSync(temp, 'wx', mode)
  try {
    files.writeFileSync(fd, bytes)
    const made = files.fstatSync(fd)
    if (old && process.platform !== 'win32') {
      const kept = keepOwner(temp, made, old, files)
      // The process's mask may have taken bits away, and a change of owner takes some too.
      files.chmodSync(temp, kept ? mode : (mode & ~0o070) | ((mode & 0o007) << 3))
    }
    files.fsyncSync(fd)
  } finally {
    closeQuietly(fd, files)
  }
}

/** @returns false when the user may not give a file to the group of the old one: the new group gets what everybody has */
function keepOwner(temp: string, made: Owner, old: Owner, files: FileOps): boolean {
  if (made.uid === old.uid && made.gid === old.gid) return true
  try {
    files.chownSync(temp, old.uid, old.gid)
    return true
  } catch (error) {
    if (made.uid !== old.uid || errorCode(error) !== 'EPERM') throw error
    return false
  }
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Closing loses nothing: what was written is on the disk, and what was read is read. */
function closeQuietly(fd: number, files: FileOps): void {
  try {
    files.closeSync(fd)
  } catch {
    // The system frees it when the process ends.
  }
}

/** On Windows a program that reads the file right now makes it fail for a moment. */
function rename(from: string, to: string, files: FileOps): void {
  for (let tries = 1; ; tries++) {
    try {
      files.renameSync(from, to)
      return
    } catch (error) {
      const passing = ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error))
      if (process.platform !== 'win32' || !passing || tries >= RENAME_TRIES) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20 * tries)
    }
  }
}

function readHeld(fd: number, files: FileOps): Uint8Array | null {
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

function unusable(file: string, what: string, error: unknown): PlumblineError {
  const said = error instanceof Error ? error.message : String(error)
  return new PlumblineError(
    'config-unusable',
    `${file} cannot be ${what} (${said}).`,
    'See to it that the file and its folder are yours to write, and that there is room on the disk.',
    { cause: error },
  )
}
