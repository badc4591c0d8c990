import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { eventually, LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { watchOutput } from '../../src-core/testing/watch-output.ts'
import { startArguments } from '../../src-mcp/stdio/start-command.ts'
import { BUILT, makeTempHome, type TempHome } from '../../src-mcp/testing/built-server.ts'
import { BUILT_CLI } from './built-plumbline.ts'

export type HostKind = 'headless' | 'electron'

/** A built host with its window, on a home and a library in a temporary folder. */
export interface WindowHost {
  readonly home: TempHome
  /** The address of the window, with its token. */
  readonly address: string
  readonly origin: string
  readonly kind: HostKind
  /** `http://127.0.0.1:PORT`, the address for clients. */
  readonly endpoint: string
  readonly token: string
  /** Connects a client to the built stdio server on the same home. `close` closes it. */
  connectClient(name?: string, version?: string): Promise<Client>
  /** Ends the process and preserves its files. */
  halt(): Promise<void>
  /** Starts the process again on the same port. */
  resume(): Promise<void>
  /** Ends the process and removes its files. */
  close(): Promise<void>
}

export interface HostOptions {
  readonly files: Readonly<Record<string, string>>
  /** False: the window shows the first run. Default true. */
  readonly welcomed?: boolean
  readonly settings?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  /** True: the user's home folder is a temporary one without clients. */
  readonly ownUser?: boolean
}

/** Starts the headless host and waits until it has printed its address. */
export async function startWindowHost(options: HostOptions): Promise<WindowHost> {
  const home = makeTempHome(options.files)
  home.writeSettings({ welcomed: options.welcomed ?? true, library: home.library, ...options.settings })
  const env = { ...(options.ownUser && userAt(dirname(home.home))), ...options.env }
  let running = await start(home, 0, env)
  const port = Number(new URL(running.address).port)
  const clients: Client[] = []
  return {
    home,
    get address() {
      return running.address
    },
    origin: new URL(running.address).origin,
    kind: 'headless',
    endpoint: new URL(running.address).origin,
    get token() {
      return readFileSync(join(home.home, 'http-token'), 'utf8').trim()
    },
    async connectClient(name, version) {
      const client = await connectTo(home, name, version)
      clients.push(client)
      return client
    },
    halt: () => stop(running.child),
    async resume() {
      running = await start(home, port, env)
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()))
      await stop(running.child)
      home.remove()
    },
  }
}

function userAt(folder: string): Record<string, string> {
  return { HOME: folder, USERPROFILE: folder, XDG_CONFIG_HOME: join(folder, '.config') }
}

/** Connects a client to the built stdio server. */
export async function connectTo(home: TempHome, name = 'claude-code', version = '2.6.0'): Promise<Client> {
  const client = new Client({ name, version })
  const args = [...startArguments(BUILT, 'bundle'), '--home', home.home]
  await client.connect(new StdioClientTransport({ command: process.execPath, args }))
  return client
}

async function start(home: TempHome, port: number, env: HostOptions['env']) {
  const args = ['start', '--headless', '--no-open', '--port', String(port), '--home', home.home]
  const child = spawn(process.execPath, [BUILT_CLI, ...args], { env: { ...process.env, ...env } })
  const { output, errors } = watchOutput(child)
  const address = await eventually(() => {
    if (child.exitCode !== null) throw new Error(`The host ended with ${child.exitCode}: ${errors()}`)
    return /^Plumbline is at (\S+)$/m.exec(output())?.[1]
  })
  return { child, address }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  await exit
  clearTimeout(timer)
}
