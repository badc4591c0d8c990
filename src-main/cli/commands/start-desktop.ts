import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../../../src-core/base/home.ts'
import { hasDesktop } from '../../headless/open-external.ts'
import { fetchElectron, findElectron } from './find-electron.ts'

const FETCH_PATIENCE_MS = 120_000
/** Where it failed, it is not tried again at every start. */
const FETCH_AGAIN_MS = 24 * 60 * 60_000

export interface StartDesktopOptions {
  /** Holds package.json and `dist/`. */
  readonly root: string
  readonly home: Home
  readonly library: string | undefined
  readonly port: string | undefined
  /** Writes a line to stderr. */
  readonly note: (line: string) => void
}

/**
 * Starts the desktop app and waits until it ends.
 * @returns its exit code; `null` when it cannot run here, for a reason that was noted
 */
export async function startDesktop(options: StartDesktopOptions): Promise<number | null> {
  const why = (reason: string) => {
    options.note(
      `The desktop app was not started: ${reason}. Plumbline's window is a page in your browser instead.`,
    )
    return null
  }
  const { root, home } = options
  if (!hasDesktop()) return why('there is no screen')
  if (!existsSync(join(root, 'dist/electron/main.mjs'))) return why('it is not part of this installation')
  const executable = await prepareElectron(options)
  if (typeof executable !== 'string') return why(executable.reason)
  const child = spawn(executable, argumentsOf(options), { stdio: ['ignore', 'inherit', 'inherit'] })
  const stop = passSignals(child)
  try {
    const ended = await endOf(child)
    // It says where it is as soon as it runs; what it has shown itself needs no second attempt.
    if (ended.code === 0 || hasRun(home, child.pid)) return ended.code ?? 1
    return why(ended.error ?? `Electron ended with ${ended.code ?? ended.signal}`)
  } finally {
    stop()
  }
}

async function prepareElectron({
  root,
  home,
  note,
}: StartDesktopOptions): Promise<string | { readonly reason: string }> {
  const found = findElectron(root)
  if (found.executable !== null) return found.executable
  if (found.folder === null) return { reason: 'Electron is not part of this installation' }
  if (isRecent(home.fetchFailed))
    return {
      reason: `Electron is not there, and its download failed lately (remove ${home.fetchFailed} to try again)`,
    }
  note('Electron is fetched, once. This may take a minute.')
  const problem = await fetchElectron(found.folder, FETCH_PATIENCE_MS)
  if (problem !== null) {
    mkdirSync(home.dir, { recursive: true })
    writeFileSync(home.fetchFailed, `${problem}\n`)
    return { reason: `Electron is not there, and ${problem}` }
  }
  return findElectron(root).executable ?? { reason: 'Electron is not where its package puts it' }
}

function isRecent(file: string): boolean {
  const failedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Date.now() - failedAt < FETCH_AGAIN_MS
}

function argumentsOf({ root, home, library, port }: StartDesktopOptions): string[] {
  return [
    root,
    `--home=${home.dir}`,
    ...(library === undefined ? [] : [`--library=${library}`]),
    ...(port === undefined ? [] : [`--port=${port}`]),
  ]
}

function passSignals(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const pass = (signal: NodeJS.Signals) => void child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  return () => {
    for (const signal of signals) process.off(signal, pass)
  }
}

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  /** Why it could not be started at all. */
  readonly error?: string
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error: error.message }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** True when it got so far as to serve, and was ended by force later. */
function hasRun({ hostAddress }: Home, pid: number | undefined): boolean {
  try {
    return JSON.parse(readFileSync(hostAddress, 'utf8')).pid === pid
  } catch {
    return false
  }
}
