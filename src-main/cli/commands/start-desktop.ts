import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../../../src-core/base/home.ts'
import { makePrivateFolder } from '../../../src-core/base/private-home.ts'
import { hasDesktop } from '../../headless/open-external.ts'
import { fetchElectron, findElectron } from './find-electron.ts'

const DOWNLOAD_TIMEOUT_MS = 120_000
/** A download that failed is not tried again before this time. */
const DOWNLOAD_RETRY_MS = 24 * 60 * 60_000

export interface StartDesktopOptions {
  /** The folder with package.json and `dist/`. */
  readonly root: string
  readonly home: Home
  readonly library: string | undefined
  readonly port: number | undefined
  /** Writes a line to stderr. */
  readonly note: (line: string) => void
}

/**
 * Starts the desktop app and waits until it ends.
 * @returns its exit code; `null` when it cannot run here, after the reason was written with `note`
 */
export async function startDesktop(options: StartDesktopOptions): Promise<number | null> {
  const notStarted = (reason: string) => {
    options.note(
      `The desktop app was not started: ${reason}. Plumbline's window is a page in your browser instead.`,
    )
    return null
  }
  const { root, home } = options
  if (!hasDesktop()) return notStarted('there is no screen')
  if (!existsSync(join(root, 'dist/electron/main.mjs')))
    return notStarted('it is not part of this installation')
  const executable = await prepareElectron(options)
  if (typeof executable !== 'string') return notStarted(executable.reason)
  const child = spawn(executable, argumentsOf(options), { stdio: ['ignore', 'inherit', 'inherit'] })
  const stopForwarding = forwardSignals(child)
  try {
    const end = await endOf(child)
    // An app that once served its window was used: when it ends badly later, no browser window replaces it.
    if (end.code === 0 || hasServed(home, child.pid)) return end.code ?? 1
    return notStarted(end.error ?? `Electron ended with ${end.code ?? end.signal}`)
  } finally {
    stopForwarding()
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
      reason: `Electron is not installed, and its last download failed (remove ${home.fetchFailed} to try again)`,
    }
  note('Downloading Electron, once. This may take a minute.')
  const problem = await fetchElectron(found.folder, DOWNLOAD_TIMEOUT_MS)
  if (problem !== null) {
    makePrivateFolder(home.dir)
    writeFileSync(home.fetchFailed, `${problem}\n`, { mode: 0o600 })
    return { reason: `Electron is not installed, and ${problem}` }
  }
  return findElectron(root).executable ?? { reason: 'the binary of Electron is missing after its download' }
}

function isRecent(file: string): boolean {
  const failedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Date.now() - failedAt < DOWNLOAD_RETRY_MS
}

function argumentsOf({ root, home, library, port }: StartDesktopOptions): string[] {
  return [
    root,
    `--home=${home.dir}`,
    ...(library === undefined ? [] : [`--library=${library}`]),
    ...(port === undefined ? [] : [`--port=${port}`]),
  ]
}

/** Passes stop signals on to the app. Returns a function that ends this. */
function forwardSignals(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const forward = (signal: NodeJS.Signals) => void child.kill(signal)
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}

interface ProcessEnd {
  readonly code: number | null
  readonly signal: string | null
  /** Why the process could not be started. */
  readonly error?: string
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error: error.message }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** True when the process has written the address at which it serves. */
function hasServed({ hostAddress }: Home, pid: number | undefined): boolean {
  try {
    return JSON.parse(readFileSync(hostAddress, 'utf8')).pid === pid
  } catch {
    return false
  }
}
