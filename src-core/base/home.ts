import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

/** The files of a Plumbline home. It is not in AppData, of which processes of Claude's Store build see a private copy. */
export interface Home {
  readonly dir: string
  readonly indexDb: string
  /** The request log, which cannot be created again like the index. */
  readonly activityDb: string
  readonly leaseDb: string
  readonly settings: string
  readonly logs: string
  /** Contains the token that HTTP clients must send. Readable by the user only. */
  readonly httpToken: string
  /** Contains the window's token, which permits more than a client's. Readable by the user only. */
  readonly windowToken: string
  /** Locked by the running host. */
  readonly hostLock: string
  /** Contains the address of the running host. */
  readonly hostAddress: string
  /** A page that leads a browser to the window. Readable by the user only, because it contains the window's token. */
  readonly redirectPage: string
  /** The folder for Chromium's files of the desktop app. */
  readonly desktop: string
  /** Position, size and address of the desktop app's window. */
  readonly windowState: string
  /** Exists when the download of Electron for the desktop app failed. */
  readonly fetchFailed: string
  /** Copies of the server, for apps whose own location is temporary. */
  readonly servers: string
  /** The library folder that is used until the user chooses another. */
  readonly defaultLibrary: string
}

/**
 * The home folder of the user who runs this process.
 * @throws PlumblineError `home-unusable` for a user without an entry in the user database, as in many containers
 */
export function userHome(): string {
  try {
    return homedir()
  } catch (error) {
    throw new PlumblineError(
      'home-unusable',
      'The user who runs Plumbline has no home folder, and no entry in the list of users.',
      'Set HOME, or name a folder for Plumbline with --home or PLUMBLINE_HOME.',
      { cause: error },
    )
  }
}

/** As {@link userHome}, or a folder that does not exist. */
export function userHomeOrNone(): string {
  try {
    return homedir()
  } catch {
    return resolve('/nonexistent')
  }
}

/**
 * Replaces a leading `~` by the user's home folder: no shell does so in the configuration of a client or in a settings file.
 * @throws PlumblineError as {@link userHome}
 */
export function expandTilde(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(userHome(), path.slice(1)) : path
}

/**
 * `dir`, else `PLUMBLINE_HOME`, else `~/.plumbline`. Creates nothing.
 * @throws PlumblineError as {@link userHome}
 */
export function resolveHome(dir: string | undefined, env: NodeJS.ProcessEnv = process.env): Home {
  const chosen = dir || env.PLUMBLINE_HOME
  const root = resolve(chosen ? expandTilde(chosen) : join(userHome(), '.plumbline'))
  return {
    dir: root,
    indexDb: join(root, 'index.db'),
    activityDb: join(root, 'activity.db'),
    leaseDb: join(root, 'lease.db'),
    settings: join(root, 'settings.json'),
    logs: join(root, 'logs'),
    httpToken: join(root, 'http-token'),
    windowToken: join(root, 'window-token'),
    hostLock: join(root, 'host.lock'),
    hostAddress: join(root, 'host.json'),
    redirectPage: join(root, 'open-window.html'),
    desktop: join(root, 'desktop'),
    windowState: join(root, 'window.json'),
    fetchFailed: join(root, 'electron-missing'),
    servers: join(root, 'server'),
    defaultLibrary: join(root, 'standards'),
  }
}

/** @param failure what cannot be done with the home, without a full stop */
export function homeUnusable(failure: string, error: unknown): PlumblineError {
  return new PlumblineError(
    'home-unusable',
    `${failure} (${describeError(error)}).`,
    'Make it writable for your user, or name another one with --home or PLUMBLINE_HOME.',
    { cause: error },
  )
}
