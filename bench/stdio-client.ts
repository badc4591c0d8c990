import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IndexedHome } from './benchmark.ts'
import { CHECKOUT, type WayToStart } from './ways-to-start.ts'

/** An answer and the time from writing the request to reading the last byte of the line, in milliseconds. */
interface Answered {
  readonly result: Readonly<Record<string, unknown>>
  readonly ms: number
  readonly bytes: number
}

/** A server process with one JSON message per line. */
export interface StdioServer {
  readonly pid: number
  /** Milliseconds from spawning the process to the answer to `initialize`. */
  readonly startMs: number
  /** The time (`performance.now`) at which the process was spawned. */
  readonly spawnedAt: number
  call(tool: string, args: object): Promise<Answered>
  /** Ends the input and waits until the process has ended. */
  close(): Promise<void>
}

const TIMEOUT_MS = 120_000
const running = new Set<ChildProcessWithoutNullStreams>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export function startServer(way: WayToStart, { corpus, home }: IndexedHome): Promise<StdioServer> {
  return startProcess([...way.args, '--library', corpus.root, '--home', home])
}

/** Starts the echo server. @param resultsFile a JSON file with the result of `tools/call` for each tool name */
export function startEcho(resultsFile?: string): Promise<StdioServer> {
  return startProcess(['bench/echo-server.mjs', ...(resultsFile === undefined ? [] : [resultsFile])])
}

/** Spawns this Node with `args` and sends `initialize`. */
async function startProcess(args: readonly string[]): Promise<StdioServer> {
  const spawnedAt = performance.now()
  const child = spawn(process.execPath, args, { cwd: CHECKOUT, stdio: ['pipe', 'pipe', 'pipe'] })
  running.add(child)
  const exit = once(child, 'exit')
  let stderr = ''
  let waiting: {
    readonly resolve: (line: Buffer, at: number) => void
    readonly reject: (error: Error) => void
  } | null = null
  let parts: Buffer[] = []
  let lastId = 0

  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-4_000)
  })
  child.stdin.on('error', () => {})
  child.on('exit', (code) => {
    running.delete(child)
    waiting?.reject(new Error(`The server ended with ${code}:\n${stderr}`))
  })
  child.stdout.on('data', (chunk: Buffer) => {
    const at = performance.now()
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end))
      from = end + 1
      const line = Buffer.concat(parts)
      parts = []
      waiting?.resolve(line, at)
    }
    parts.push(chunk.subarray(from))
  })

  function request(method: string, params: object): Promise<Answered> {
    const id = ++lastId
    const message = `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No answer to ${message}\n${stderr}`)), TIMEOUT_MS)
      const sent = performance.now()
      waiting = {
        reject,
        resolve(line, at) {
          const answer = JSON.parse(line.toString())
          // The message is a notification.
          if (answer.id !== id) return
          waiting = null
          clearTimeout(timer)
          if (answer.error || answer.result.isError)
            reject(new Error(`${message}gave ${line.toString().slice(0, 500)}`))
          else resolve({ result: answer.result, ms: at - sent, bytes: line.length })
        },
      }
      child.stdin.write(message)
    })
  }

  await request('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'plumbline-bench', version: '1.0.0' },
  })
  const startMs = performance.now() - spawnedAt
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')

  return {
    pid: child.pid ?? 0,
    startMs,
    spawnedAt,
    call: (tool, args) => request('tools/call', { name: tool, arguments: args }),
    async close() {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await exit
      clearTimeout(timer)
    },
  }
}

/** Resident memory of a process in MB. @throws Error on Windows */
export function residentMB(pid: number): number {
  if (process.platform === 'linux') {
    const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kib) / 1024
  }
  if (process.platform === 'win32') throw new Error('Resident memory is measured on Linux and macOS only.')
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024
}
