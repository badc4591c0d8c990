import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { watchOutput } from '../../src-core/testing/watch-output.ts'
import {
  makeTempHome,
  type RawServer,
  startRawServer,
  type TempHome,
} from '../../src-mcp/testing/built-server.ts'

/** The built command. Tests do not use the launcher `scripts/plumbline.mjs`, which checks for stale sources first. */
export const BUILT_CLI = join(import.meta.dirname, '../../dist/cli/plumbline.mjs')

/** A process of the built `plumbline serve` on a library in a temporary folder. */
export interface Plumbline {
  readonly pid: number
  readonly home: TempHome
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly port: number
  readonly tcpPort: number
  readonly token: string
  /** Posts JSON with the token and the headers that MCP requires. A string is sent unchanged. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  /** Starts the built stdio server on the same home and library. */
  startStdio(): RawServer
  /** Starts the built stdio server as a plain process. Its stdout is not read. */
  startUnreadStdio(): ChildProcess
  /** The stdio servers that were started, in their order. */
  servers(): readonly RawServer[]
  /** The text that `serve` wrote to stderr. */
  errors(): string
  stop(): Promise<void>
}

/** Starts `plumbline serve` and waits until the library is indexed. */
export async function startPlumbline(files: Readonly<Record<string, string>>): Promise<Plumbline> {
  const home = makeTempHome(files)
  const args = ['serve', '--home', home.home, '--library', home.library, '--port', '0', '--tcp', '0']
  const child = spawn(process.execPath, [BUILT_CLI, ...args])
  const exit = once(child, 'exit')
  const servers: RawServer[] = []
  const unreadServers: ChildProcess[] = []
  const { output, errors } = watchOutput(child)
  const find = (pattern: RegExp) => eventually(() => Number(pattern.exec(output())?.[1]))
  const port = await find(/^Plumbline is at http:\/\/127\.0\.0\.1:(\d+)\//m)
  const tcpPort = await find(/^TCP is at 127\.0\.0\.1:(\d+)$/m)
  const token = readFileSync(join(home.home, 'http-token'), 'utf8').trim()
  const url = `http://127.0.0.1:${port}`

  const plumbline: Plumbline = {
    pid: child.pid ?? 0,
    home,
    url,
    port,
    tcpPort,
    token,
    post: async (path, body, headers) => {
      const asked = fetch(`${url}${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
      })
      try {
        return await asked
      } catch (error) {
        if (child.exitCode === null && child.signalCode === null) throw error
        throw new Error(`The host ended (${child.exitCode ?? child.signalCode}): ${errors()}`, {
          cause: error,
        })
      }
    },
    startStdio() {
      const server = startRawServer(home.args)
      servers.push(server)
      return server
    },
    startUnreadStdio() {
      const unread = spawn(process.execPath, [...home.args], { stdio: ['pipe', 'pipe', 'ignore'] })
      unreadServers.push(unread)
      return unread
    },
    servers: () => servers,
    errors,
    async stop() {
      for (const server of servers) await server.stop()
      for (const server of unreadServers) server.kill('SIGKILL')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
      await exit
      clearTimeout(timer)
      home.remove()
    },
  }
  await (await plumbline.post('/mcp/call', { name: 'list_standards' })).text()
  return plumbline
}

/** Resident memory of a process in MB; `null` on systems without `/proc`. */
export function residentMB(pid: number): number | null {
  return memoryMB(pid, 'VmRSS')
}

/** The most resident memory that a process ever had, in MB; `null` as above. */
export function peakMB(pid: number): number | null {
  return memoryMB(pid, 'VmHWM')
}

function memoryMB(pid: number, field: string): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024
  } catch {
    return null
  }
}
