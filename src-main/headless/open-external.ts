import { spawn } from 'node:child_process'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

/** True when the process can probably open windows on the user's screen. */
export function hasDesktop(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return false
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Returns the command that opens an address or a file in the user's default program. */
export function openCommand(target: string, platform = process.platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', target]
  // `start` reads its first quoted argument as a title, and `cmd` ends a command at `&` outside quotes.
  if (platform === 'win32') return ['cmd', '/d', '/s', '/c', 'start', '""', `"${target.replace(/"/g, '')}"`]
  return ['xdg-open', target]
}

/** Returns the command that shows a file in its folder. */
export function revealCommand(path: string, platform = process.platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', '-R', path]
  if (platform === 'win32') return ['explorer.exe', `/select,"${path}"`]
  return ['xdg-open', path]
}

/**
 * Starts a program of the desktop, without waiting for its end.
 * @throws PlumblineError `not-here` when it cannot be started
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
      const message = `${command} could not be started (${describeError(error)}).`
      reject(new PlumblineError('not-here', message, 'Open it yourself.', { cause: error }))
    })
  })
}
