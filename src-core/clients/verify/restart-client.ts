import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientProfile, ConfigLocation } from '../table/client-profile.ts'
import { joinPath, localAppData, type Machine } from '../table/machine.ts'

/** A program and its arguments; no shell comes near it. */
interface Command {
  readonly command: string
  readonly args: readonly string[]
}

/** How a client is quit as a user would quit it, and started again. */
export interface RestartSteps {
  readonly quit: Command
  /** Tells by its output or its exit code whether the client still runs. */
  readonly look: Command & { readonly runs: (result: RunResult) => boolean }
  readonly start: Command
}

interface RunResult {
  readonly code: number | null
  readonly output: string
}

/** Runs a command to its end. Never rejects: what cannot be started has the code `null`. */
export type Runner = (command: Command) => Promise<RunResult>

const QUIT_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 250

/** The steps for this client on this machine; `null` where there is no polite way. */
export function restartSteps(
  machine: Machine,
  client: ClientProfile,
  place: ConfigLocation,
): RestartSteps | null {
  if (client.id !== 'claude-desktop') return null
  if (machine.platform === 'darwin')
    return {
      quit: { command: '/usr/bin/osascript', args: ['-e', 'quit app "Claude"'] },
      look: { command: '/usr/bin/pgrep', args: ['-x', 'Claude'], runs: ({ code }) => code === 0 },
      start: { command: '/usr/bin/open', args: ['-a', 'Claude'] },
    }
  if (machine.platform !== 'win32') return null
  const root = machine.env.SystemRoot || machine.env.SYSTEMROOT || 'C:\\Windows'
  const tool = (name: string) => joinPath(machine, root, 'System32', name)
  return {
    // Without /F: it asks the windows to close. Claude Code's process of the same name has none, and stays.
    quit: { command: tool('taskkill.exe'), args: ['/IM', 'Claude.exe'] },
    look: {
      command: joinPath(machine, root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
      args: ['-NoProfile', '-NonInteractive', '-Command', '(Get-Process claude -ErrorAction Ignore).Path'],
      runs: ({ output }) => /\\(?:AnthropicClaude|WindowsApps\\Claude_[^\\]*)\\/i.test(output),
    },
    start: place.storePackage
      ? {
          command: joinPath(machine, root, 'explorer.exe'),
          args: [`shell:AppsFolder\\${place.storePackage}!Claude`],
        }
      : { command: joinPath(machine, localAppData(machine), 'AnthropicClaude', 'claude.exe'), args: [] },
  }
}

/**
 * Quits, does `between` while the client is gone, and starts it again.
 * @returns false when it did not quit in time; then it was not touched further
 */
export async function restart(
  steps: RestartSteps,
  between: () => Promise<void>,
  run: Runner,
  patience = QUIT_WITHIN_MS,
): Promise<boolean> {
  const isRunning = async () => steps.look.runs(await run(steps.look))
  if (await isRunning()) await run(steps.quit)
  const until = Date.now() + patience
  while (await isRunning()) {
    if (Date.now() > until) return false
    await sleep(LOOK_EVERY_MS)
  }
  await between()
  await run(steps.start)
  return true
}

const RUN_WITHIN_MS = 15_000

/** Runs for real. What is still running after a while has done what it was started for. */
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
    const timer = setTimeout(() => done(0), RUN_WITHIN_MS)
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (data) => {
      output += data
    })
    child.on('error', () => done(null))
    child.on('close', done)
  })
