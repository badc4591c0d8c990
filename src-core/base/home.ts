import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

/** The files of a Plumbline home. Not under AppData: children of Claude's Store build see a private copy of it. */
export interface Home {
  readonly dir: string
  readonly indexDb: string
  /** What passed through: history that cannot be made again. */
  readonly activityDb: string
  readonly leaseDb: string
  readonly settings: string
  readonly logs: string
  /** Holds the token that HTTP clients must send; the user's alone. */
  readonly httpToken: string
  /** Holds the token of the window, which may do more than a client; the user's alone. */
  readonly windowToken: string
  /** Held by the host that runs. */
  readonly hostLock: string
  /** Says where the host that runs can be reached. */
  readonly hostAddress: string
  /** Chromium's own files, of the desktop app. */
  readonly desktop: string
  /** Where the desktop app's window was, and what it showed. */
  readonly windowPlace: string
  /** There when the desktop app's Electron could not be fetched. */
  readonly fetchFailed: string
  /** Copies of the server, where the app itself is not there to stay. */
  readonly servers: string
  /** The library folder that is used until the user picks another. */
  readonly defaultLibrary: string
}

/** `dir`, else `PLUMBLINE_HOME`, else `~/.plumbline`. Creates nothing. */
export function resolveHome(dir: string | undefined, env: NodeJS.ProcessEnv = process.env): Home {
  const root = resolve(dir || env.PLUMBLINE_HOME || join(homedir(), '.plumbline'))
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
    desktop: join(root, 'desktop'),
    windowPlace: join(root, 'window.json'),
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
