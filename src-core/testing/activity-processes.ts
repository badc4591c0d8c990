import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ActivityHealth } from '../../src-shared/activity.ts'
import { eventually } from './temp-library.ts'

/** One line of `activity-process.ts`. */
interface Said {
  readonly ready?: boolean
  readonly row?: number
  readonly at?: number
  readonly done?: boolean
  readonly health?: ActivityHealth
  readonly log?: string
}

/** A process that writes to a log. */
export interface ActivityProcess {
  readonly child: ChildProcess
  readonly said: readonly Said[]
  go(): void
  /** Resolves when all is written, with what its health says. */
  done(): Promise<{ readonly health: ActivityHealth }>
  /** Ends it at once, without a word. Resolves when it is gone and all that it said was read. */
  kill(): Promise<void>
}

const children: ChildProcess[] = []

/** @param uid the user to run as */
export async function startActivityProcess(
  file: string,
  name: string,
  rows: number,
  pace: 'fast' | 'slow',
  uid?: number,
): Promise<ActivityProcess> {
  const script = join(import.meta.dirname, 'activity-process.ts')
  const child = spawn(process.execPath, [script, file, name, String(rows), pace], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
  children.push(child)
  const said: Said[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => said.push(JSON.parse(line)))
  const closed = once(lines, 'close')
  await eventually(() => said.some(({ ready }) => ready))
  return {
    child,
    said,
    go: () => void child.stdin.write('\n'),
    async done() {
      const { health } = await eventually(() => said.find(({ done }) => done))
      if (!health) throw new Error('It said nothing about its health')
      return { health }
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

/** Ends those that still run. */
export async function stopActivityProcesses(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}
