import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type ElectronApplication } from '@playwright/test'
import { findDesktop, ROOT } from '../e2e/testing/find-desktop.ts'
import type { Bench, Benchmark } from './benchmark.ts'
import { type Row, rowOf } from './statistics.ts'

const STARTS = 7
const INDEXINGS = 3
const POLL_MS = 20
const LOOP_DELAY = join(import.meta.dirname, 'loop-delay.cjs')
const TIMEOUT_MS = 120_000

interface LoopDelay {
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly max: number
  /** The longest processor time of the thread between two turns of its event loop. */
  readonly worked: number
}

export const desktop: Benchmark = {
  name: 'desktop',
  about: 'the desktop app: its start, and how long its main process is busy while a new library is indexed',
  async run(bench) {
    const executable = findDesktop()
    if (executable === null) {
      bench.say('  there is no Electron; ELECTRON_EXECUTABLE names one')
      return []
    }
    return [...(await measureStarts(bench, executable)), ...(await measureIndexing(bench, executable))]
  },
}

// Root cannot create the user namespaces that Chromium's sandbox needs.
const AS_ROOT = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Measures starts on an indexed library, as every start after the first is. The app writes both times into its text log. */
async function measureStarts(bench: Bench, executable: string): Promise<Row[]> {
  const { corpus, home } = await bench.indexed()
  const tray: number[] = []
  const paint: number[] = []
  for (let n = 0; n < STARTS; n++) {
    rmSync(join(home, 'logs'), { recursive: true, force: true })
    const args = [...AS_ROOT, ROOT, `--home=${home}`, `--library=${corpus.root}`, '--port=0']
    const child = spawn(executable, args, { stdio: 'ignore' })
    const exit = once(child, 'exit')
    tray.push(await readFromLog(home, /The tray icon was shown (\d+) ms/))
    paint.push(await readFromLog(home, /The window was painted (\d+) ms/))
    child.kill('SIGTERM')
    await exit
  }
  return [
    rowOf('start to tray', 'ms', tray, null),
    rowOf('start to first paint', 'ms', paint, null, { of: 'p50', atMost: 1_000 }),
  ]
}

async function readFromLog(home: string, pattern: RegExp): Promise<number> {
  for (const until = Date.now() + TIMEOUT_MS; Date.now() < until; await sleep(POLL_MS)) {
    try {
      const found = pattern.exec(readFileSync(join(home, 'logs/app.log'), 'utf8'))
      if (found) return Number(found[1])
    } catch {
      // The log does not exist yet.
    }
  }
  throw new Error(`The log of ${home} does not contain ${pattern}.`)
}

/** Measures the delays of the main process with an open window, until the whole library is indexed. */
async function measureIndexing(bench: Bench, executable: string): Promise<Row[]> {
  const { root } = bench.corpus()
  const delays: LoopDelay[] = []
  const idle: LoopDelay[] = []
  const idleProcess = startIdleProcess()
  for (let n = 0; n < INDEXINGS; n++) {
    const home = bench.path('home')
    mkdirSync(home)
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ welcomed: true }))
    const args = ['--require', LOOP_DELAY, ...AS_ROOT, ROOT]
    const app = await _electron.launch({
      executablePath: executable,
      args: [...args, `--home=${home}`, `--library=${root}`, '--port=0'],
    })
    try {
      await readFromLog(home, /The tray icon was shown (\d+) ms/)
      await app.evaluate(() => (globalThis as unknown as { loopDelay: { reset(): void } }).loopDelay.reset())
      await idleProcess.send('reset')
      await whenIndexed(app, bench.docs)
      delays.push(
        await app.evaluate(() =>
          (globalThis as unknown as { loopDelay: { read(): LoopDelay } }).loopDelay.read(),
        ),
      )
      idle.push(await idleProcess.send('read'))
    } finally {
      await app.close()
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
  idleProcess.stop()
  const row = (field: keyof LoopDelay, ...budgets: Row['budgets']) => {
    const of = (all: readonly LoopDelay[]) => all.map((delay) => delay[field])
    return rowOf(`busy at a time, ${field}`, 'ms', of(delays), of(idle), ...budgets)
  }
  const atMost50 = { of: 'p50', atMost: 50 } as const
  return [row('p50'), row('p99'), row('p999'), row('max', atMost50), row('worked', atMost50)]
}

/** Starts an idle process. Its delays are those of the machine. */
function startIdleProcess() {
  const answer = 'loopDelay[command]() ?? {}'
  const child = spawn(
    process.execPath,
    ['--require', LOOP_DELAY, '-e', `process.on('message', (command) => process.send(${answer}))`],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  return {
    async send(command: 'reset' | 'read'): Promise<LoopDelay> {
      child.send(command)
      return (await once(child, 'message'))[0]
    },
    stop: () => void child.kill(),
  }
}

async function whenIndexed(app: ElectronApplication, docs: number): Promise<void> {
  const page = app.windows()[0] ?? (await app.firstWindow())
  await page.waitForURL(({ protocol }) => protocol !== 'about:')
  await page.waitForLoadState()
  const done = await page.evaluate(
    ([wanted, timeout]) =>
      new Promise<boolean>((resolve) => {
        const { plumbline } = globalThis as unknown as {
          plumbline: { subscribe(topic: string, listener: (state: never) => void): void }
        }
        setTimeout(() => resolve(false), timeout)
        plumbline.subscribe(
          'state',
          ({ library }: { library: { standards: number; progress: { state: string } } }) => {
            if (library.standards === wanted && library.progress.state === 'watching') resolve(true)
          },
        )
      }),
    [docs, TIMEOUT_MS] as const,
  )
  if (!done) throw new Error(`The app did not index ${docs} standards in time.`)
}
