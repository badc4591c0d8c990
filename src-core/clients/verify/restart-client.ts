import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientProfile, ConfigLocation } from '../table/client-profile.ts'
import { joinPath, localAppData, type Machine } from '../table/machine.ts'

/** A program and its arguments, run without a shell. */
interface Command {
  readonly command: string
  readonly args: readonly string[]
}

/** The commands that quit a client as a user would quit it, and start it again. */
export interface RestartSteps {
  readonly quit: Command
  /** `isRunning` reads from the result of this command whether the client is still running. */
  readonly check: Command & { readonly isRunning: (result: RunResult) => boolean }
  readonly start: Command
}

interface RunResult {
  readonly code: number | null
  readonly output: string
}

/** Runs a command until it ends. Never rejects: the code is `null` when it could not be started. */
export type Runner = (command: Command) => Promise<RunResult>

const QUIT_TIMEOUT_MS = 10_000
const POLL_MS = 250

/** The steps for this client on this machine; `null` where the client cannot be asked to quit. */
export function restartSteps(
  machine: Machine,
  client: ClientProfile,
  location: ConfigLocation,
): RestartSteps | null {
  if (client.id !== 'claude-desktop') return null
  if (machine.platform === 'darwin')
    return {
      quit: { command: '/usr/bin/osascript', args: ['-e', 'quit app "Claude"'] },
      check: { command: '/usr/bin/pgrep', args: ['-x', 'Claude'], isRunning: ({ code }) => code === 0 },
      start: { command: '/usr/bin/open', args: ['-a', 'Claude'] },
    }
  if (machine.platform !== 'win32') return null
  const root = machine.env.SystemRoot || machine.env.SYSTEMROOT || 'C:\\Windows'
  const tool = (name: string) => joinPath(machine, root, 'System32', name)
  return {
    // Without /F, taskkill asks the program's windows to close. Claude Code's process has the same name, but no window.
    quit: { command: tool('taskkill.exe'), args: ['/IM', 'Claude.exe'] },
    check: {
      command: joinPath(machine, root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
      args: ['-NoProfile', '-NonInteractive', '-Command', '(Get-Process claude -ErrorAction Ignore).Path'],
      isRunning: ({ output }) => /\\(?:AnthropicClaude|WindowsApps\\Claude_[^\\]*)\\/i.test(output),
    },
    start: location.storePackage
      ? {
          command: joinPath(machine, root, 'explorer.exe'),
          args: [`shell:AppsFolder\\${location.storePackage}!Claude`],
        }
      : { command: joinPath(machine, localAppData(machine), 'AnthropicClaude', 'claude.exe'), args: [] },
  }
}

/**
 * Quits the client, calls `whileStopped`, and starts the client again.
 * @param timeout how long the client may take to quit, in milliseconds
 * @returns false when it did not quit in time; then nothing else is done
 */
export async function restart(
  steps: RestartSteps,
  whileStopped: () => Promise<void>,
  run: Runner,
  timeout = QUIT_TIMEOUT_MS,
): Promise<boolean> {
  const isRunning = async () => steps.check.isRunning(await run(steps.check))
  if (await isRunning()) await run(steps.quit)
  const deadline = Date.now() + timeout
  while (await isRunning()) {
    if (Date.now() > deadline) return false
    await sleep(POLL_MS)
  }
  await whileStopped()
  await run(steps.start)
  return true
}

const RUN_TIMEOUT_MS = 15_000

/** Runs the command as a child process. One that still runs after 15 s counts as successful (`open`, `explorer.exe`). */
export const runCommand: Runner = ({ command, args }) =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      detached: true,
    })
    let output = ''
    const done = (code: number | null) => {
      clearTimeout(timer)
      child.unref()
      child.stdout.destroy()
      resolve({ code, output })
    }
    const timer = setTimeout(() => done(0), RUN_TIMEOUT_MS)
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (data) => {
      output += data
    })
    child.on('error', () => done(null))
    child.on('close', done)
  })
