import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/** The time that the host gets for ending, in milliseconds. Its files stay intact when it is killed. */
const STOP_PATIENCE_MS = 2_000

export interface HostOptions {
  /** The built `plumbline` command. */
  readonly script: string
  readonly home: string
  /** Absent: the library that the settings of the home name. */
  readonly library: string | undefined
  /** True: a debugger can connect to the host at port 9229. */
  readonly inspect: boolean
  /** Called when the host ended unexpectedly. @param how the exit code or signal */
  readonly onEnd: (how: string) => void
}

/** A process of the headless host, with the same port after each restart. */
export interface Host {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly token: string
  /** Resolves when the new process can be reached. @throws as {@link startHost} */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** @throws Error when the host ends before it can be reached (stderr has the reason), or when another host runs for the home */
export async function startHost(options: HostOptions): Promise<Host> {
  const first = spawnHost(options, 0)
  const address = await addressOf(first)
  if (!isHostOf(options.home, first))
    throw new Error(
      `Another Plumbline runs for ${options.home}. End it, or choose another folder with --home.`,
    )
  let child: ChildProcess | null = first
  watchEnd(first)

  function watchEnd(started: ChildProcess): void {
    started.once('exit', (code, signal) => {
      if (child === started) options.onEnd(signal ?? `exit code ${code}`)
    })
  }

  async function stop(): Promise<void> {
    const stopped = child
    // The end of a stopped process is not reported.
    child = null
    if (stopped !== null) await endProcess(stopped)
  }

  return {
    origin: address.origin,
    token: new URLSearchParams(address.hash.slice(1)).get('token') ?? '',
    async restart() {
      await stop()
      const started = spawnHost(options, Number(address.port))
      child = started
      await addressOf(started)
      watchEnd(started)
    },
    stop,
  }
}

function spawnHost({ script, home, library, inspect }: HostOptions, port: number): ChildProcess {
  const preload = pathToFileURL(join(import.meta.dirname, 'end-with-parent.mjs')).href
  const args = ['start', '--headless', '--no-open', '--port', String(port), '--home', home]
  return spawn(
    process.execPath,
    [
      ...(inspect ? ['--inspect'] : []),
      '--enable-source-maps',
      '--import',
      preload,
      script,
      ...args,
      ...(library === undefined ? [] : ['--library', library]),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: undefined },
      // Otherwise Ctrl+C in a terminal would reach the host too, and a second signal makes it end without closing anything.
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  )
}

async function addressOf(child: ChildProcess): Promise<URL> {
  const { promise, resolve, reject } = Promise.withResolvers<URL>()
  child.once('error', reject)
  child.once('exit', (code, signal) =>
    reject(new Error(`The host ended while it was starting (${signal ?? code}).`)),
  )
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^Plumbline is at (\S+)$/.exec(line)?.[1]
      if (address === undefined) console.log(line)
      else resolve(new URL(address))
    })
  return promise
}

/** Returns false for a process that only printed the address of a host that was already running. */
function isHostOf(home: string, { pid }: ChildProcess): boolean {
  return JSON.parse(readFileSync(join(home, 'host.json'), 'utf8')).pid === pid
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
  await exit
  clearTimeout(timer)
}
