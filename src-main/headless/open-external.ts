import { spawn } from 'node:child_process'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

/** True where a person probably sits in front of this machine's screen. */
export function hasDesktop(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return false
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** The system's way to open an address or a file with whatever the user has for it. */
export function openCommand(target: string, platform = process.platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', target]
  // `start` takes its first quoted argument for a title, and `cmd` takes & for an end.
  if (platform === 'win32') return ['cmd', '/d', '/s', '/c', 'start', '""', `"${target.replace(/"/g, '')}"`]
  return ['xdg-open', target]
}

/** The system's way to show a file in its folder. */
export function revealCommand(path: string, platform = process.platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', '-R', path]
  if (platform === 'win32') return ['explorer.exe', `/select,"${path}"`]
  return ['xdg-open', path]
}

/**
 * Starts a program of the desktop and does not wait for it to end.
 * @throws PlumblineError `not-here` when there is none
 */
export function openExternal([command, ...args]: readonly [string, ...string[]]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
      windowsVerbatimArguments: true,
    })
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
    child.once('error', (error) => {
      const what = `${command} could not be started (${describeError(error)}).`
      reject(new PlumblineError('not-here', what, 'Open it yourself.', { cause: error }))
    })
  })
}
