import { dirname, isAbsolute, join, normalize, parse } from 'node:path'
import { expandTilde, userHomeOrNone } from './home.ts'

/** Why a text is not the path of a folder, as the rest of a sentence without a full stop. */
interface UnreadablePath {
  readonly problem: string
  readonly remedy: string
}

const REMEDY = 'Begin with / or a drive, or with ~.'

/**
 * Reads the path of a folder as people write it in the window or in the settings. `~` stands for the user's home folder. A
 * relative path is a problem: it would mean another folder in each process.
 * @returns an absolute path, or why there is none
 * @throws PlumblineError `home-unusable` for `~` when the user has no home folder
 */
export function readFolderPath(text: string): string | UnreadablePath {
  const trimmed = text.trim()
  if (/\p{Cc}/u.test(trimmed))
    return { problem: 'has a character that no path can have', remedy: 'Remove it.' }
  const path = expandTilde(trimmed)
  if (!isAbsolute(path)) return { problem: 'is not the whole path of a folder', remedy: REMEDY }
  const normal = normalize(withDrive(path))
  return normal.length > 1 && dirname(normal) !== normal ? normal.replace(/[/\\]+$/, '') : normal
}

/** On Windows a path such as `\\standards` depends on the current drive of the process; it gets that of the user's home folder. */
function withDrive(path: string): string {
  const lacksDrive = process.platform === 'win32' && /^[/\\](?![/\\])/.test(path)
  return lacksDrive ? join(parse(userHomeOrNone()).root, path) : path
}
