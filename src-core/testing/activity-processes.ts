import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ActivityHealth } from '../../src-shared/contract/activity.ts'
import { eventually } from './temp-library.ts'

/** A message of `activity-process.ts`. */
interface ProcessMessage {
  readonly ready?: boolean
  readonly row?: number
  readonly at?: number
  readonly done?: boolean
  readonly health?: ActivityHealth
  readonly log?: string
}

/** A process that records requests. */
export interface ActivityProcess {
  readonly child: ChildProcess
  /** So far. */
  readonly messages: readonly ProcessMessage[]
  start(): void
  /** Resolves when all rows are written. */
  done(): Promise<{ readonly health: ActivityHealth }>
  /** Resolves when the process has ended and its messages were read. */
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
  const messages: ProcessMessage[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => messages.push(JSON.parse(line)))
  const closed = once(lines, 'close')
  await eventually(() => messages.some(({ ready }) => ready))
  return {
    child,
    messages,
    start: () => void child.stdin.write('\n'),
    async done() {
      const { health } = await eventually(() => messages.find(({ done }) => done))
      if (!health) throw new Error('The process sent no health')
      return { health }
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

/** Kills the processes that still run. */
export async function stopActivityProcesses(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}
