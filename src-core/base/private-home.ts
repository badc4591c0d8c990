import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { type Home, userHomeOrNone } from './home.ts'

const PRIVATE_FOLDER = 0o700
/** The rights of other users than the owner. */
const OTHERS = 0o077
const STICKY = 0o1000
/** The files of a home. SQLite, a backup or a set-aside copy add something to the name: `index.db-wal`, `activity.db.damaged-...`. */
const FILES =
  /^(?:(?:index|activity|lease)\.db|settings\.(?:json|lock)|(?:http|window)-token|host\.(?:lock|json)|window\.json|open-window\.html|electron-missing|connections\.json)(?:$|[-.])/

/**
 * Creates a folder of the home, and the folders above it, for the user only. An existing folder stays as it is.
 * @throws the system error when it cannot be created
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
}

/**
 * Takes the rights of other users away from a home and from everything in it that Plumbline writes. Read access would be enough
 * to read requests and answers, and to lock `lease.db` so that no process can index. The library is not touched, even where it is the
 * home's own `standards` folder or the home itself; neither are files that are not Plumbline's. On Windows the rights come from
 * the folder above, the user's profile. Never throws: a home that belongs to another user can still be read.
 */
export function narrowHome(home: Home, library: string): void {
  if (process.platform === 'win32') return
  for (const name of namesIn(home.dir)) if (FILES.test(name)) narrowMode(join(home.dir, name))
  for (const folder of [home.logs, join(home.dir, 'backups')]) {
    for (const name of namesIn(folder)) narrowMode(join(folder, name))
    narrowMode(folder)
  }
  // Executables keep their mode: the folder around them is closed.
  narrowMode(home.servers)
  narrowMode(home.desktop)
  const folder = realPathOf(home.dir)
  if (folder !== realPathOf(library) && folder !== realPathOf(userHomeOrNone())) narrowMode(folder)
}

/** Takes the rights of other users away from a file or folder. Leaves links alone, which others cannot change. Never throws. */
export function narrowMode(path: string): void {
  if (process.platform === 'win32') return
  try {
    const stats: Stats | undefined = lstatSync(path, { throwIfNoEntry: false })
    if (!stats || stats.isSymbolicLink() || (stats.mode & OTHERS) === 0) return
    // A sticky folder such as `/tmp` is shared on purpose.
    if ((stats.mode & STICKY) !== 0) return
    chmodSync(path, stats.mode & 0o700)
  } catch {
    // The owner is somebody else, or the file system has no modes.
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
