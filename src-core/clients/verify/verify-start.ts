import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { parse } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StartCommand } from '../../../src-shared/contract/clients.ts'
import { type StartTest, TEST_CLIENT } from '../../../src-shared/contract/clients.ts'
import { isObject } from '../../../src-shared/is-object.ts'
import { type Machine, thisMachine } from '../table/machine.ts'
import { explainExit, explainSpawn } from './explain-start.ts'
import { minimalEnvironment } from './minimal-environment.ts'

/** Timeouts of the steps, in milliseconds. */
export interface VerifyLimits {
  readonly handshake: number
  /** Includes indexing a library that was never indexed. */
  readonly call: number
  /** From closing its input to the end of the process. */
  readonly end: number
}

const LIMITS: VerifyLimits = { handshake: 15_000, call: 45_000, end: 5_000 }
const STDERR_LINES = 8
const KILL_TIMEOUT_MS = 1_000

/** The command of a client entry, with the environment that the entry adds. */
export interface VerifiedStart extends StartCommand {
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Tests a start command as a desktop app would run it, in the root folder and with a minimal environment: MCP handshake and one
 * tool call. Never rejects. The process has ended when the promise resolves.
 */
export async function verifyStart(
  start: VerifiedStart,
  machine: Machine = thisMachine(),
  limits: VerifyLimits = LIMITS,
): Promise<StartTest> {
  const startedAt = performance.now()
  const finish = (ok: boolean, message: string, remedy: string, stderr: readonly string[]): StartTest => ({
    ok,
    at: Date.now(),
    millis: Math.round(performance.now() - startedAt),
    message,
    remedy,
    stderr,
  })
  let child: ChildProcessWithoutNullStreams
  try {
    child = spawn(start.command, [...start.args], {
      cwd: parse(process.execPath).root,
      env: { ...minimalEnvironment(machine), ...start.env },
      stdio: 'pipe',
      windowsHide: true,
    })
  } catch (error) {
    const { message, remedy } = explainSpawn(error, start.command)
    return finish(false, message, remedy, [])
  }
  const connection = connectTo(child)
  try {
    const initialized = await connection.request('initialize', INITIALIZE_PARAMS, limits.handshake)
    if (initialized.kind !== 'answer') return failed(initialized)
    connection.notify('notifications/initialized')
    const call = await connection.request(
      'tools/call',
      { name: 'list_standards', arguments: { limit: 1 } },
      limits.call,
    )
    if (call.kind !== 'answer') return failed(call)
    if (call.result.isError === true) {
      const reason = textOf(call.result)
      return finish(false, `It started, but could not list the standards: ${reason}`, '', connection.stderr())
    }
    const millis = Math.round(performance.now() - startedAt)
    return { ...finish(true, `It answered in ${millis} ms.`, '', []), millis }
  } finally {
    await connection.end(limits.end)
  }

  function failed(reply: Exclude<Reply, { kind: 'answer' }>): StartTest {
    const stderr = connection.stderr()
    if (reply.kind === 'not-started') {
      const { message, remedy } = explainSpawn(reply.error, start.command)
      return finish(false, message, remedy, stderr)
    }
    if (reply.kind === 'ended') {
      const { message, remedy } = explainExit(reply.code, reply.signal, stderr)
      return finish(false, message, remedy, stderr)
    }
    if (reply.kind === 'error')
      return finish(
        false,
        `It answered with an error: ${reply.message}`,
        'Connect again, so that the entry is rewritten.',
        stderr,
      )
    if (reply.kind === 'noise')
      return finish(
        false,
        `It wrote something other than MCP to its output: ${reply.line}`,
        'Something in the command prints to standard output. Connect again, so that the entry is rewritten.',
        stderr,
      )
    return finish(
      false,
      `It started, but did not answer within ${Math.round(reply.after / 1000)} seconds.`,
      'Try again. If that does not help, run `plumbline doctor` to find the cause.',
      stderr,
    )
  }
}

const INITIALIZE_PARAMS = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: TEST_CLIENT, version: '1' },
}

type Reply =
  | { readonly kind: 'answer'; readonly result: Record<string, unknown> }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'noise'; readonly line: string }
  | { readonly kind: 'not-started'; readonly error: unknown }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null }
  /** No answer after so many milliseconds. */
  | { readonly kind: 'timeout'; readonly after: number }

/** A minimal MCP client over the pipes of a child process. */
function connectTo(child: ChildProcessWithoutNullStreams) {
  const stderrLines: string[] = []
  const pending = new Map<number, (reply: Reply) => void>()
  let finalReply: Reply | null = null
  let lastId = 0
  const finishAll = (reply: Reply) => {
    finalReply ??= reply
    for (const resolve of pending.values()) resolve(finalReply)
  }
  // `close` is emitted after both pipes were read to their end, unlike `exit`, so that stderr is complete.
  const closed = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      finishAll({ kind: 'ended', code, signal })
      resolve()
    })
  })
  child.on('error', (error) => finishAll({ kind: 'not-started', error }))
  child.stdin.on('error', () => {})
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderrLines.push(line.slice(0, 500))
    if (stderrLines.length > STDERR_LINES) stderrLines.shift()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = readMessage(line)
    if (!message) return finishAll({ kind: 'noise', line: line.slice(0, 200) })
    if (message.method !== undefined) return
    const resolve = pending.get(Number(message.id))
    if (isObject(message.error)) resolve?.({ kind: 'error', message: String(message.error.message) })
    else if (isObject(message.result)) resolve?.({ kind: 'answer', result: message.result })
  })
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  return {
    stderr: (): readonly string[] => [...stderrLines],
    notify: (method: string) => void send({ method }),
    async request(method: string, params: object, timeout: number): Promise<Reply> {
      if (finalReply) return finalReply
      const id = ++lastId
      let timer: NodeJS.Timeout | undefined
      const reply = await new Promise<Reply>((resolve) => {
        pending.set(id, resolve)
        timer = setTimeout(() => resolve({ kind: 'timeout', after: timeout }), timeout)
        send({ id, method, params })
      })
      clearTimeout(timer)
      pending.delete(id)
      return reply
    },
    async end(timeout: number): Promise<void> {
      child.stdin.end()
      if (child.pid === undefined) return
      const timer = setTimeout(() => child.kill('SIGKILL'), timeout)
      // A process that the child started may keep the pipes open, so `closed` may never resolve.
      await Promise.race([closed, sleep(timeout + KILL_TIMEOUT_MS, undefined, { ref: false })])
      clearTimeout(timer)
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy()
    },
  }
}

function readMessage(line: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(line)
    return isObject(message) && message.jsonrpc === '2.0' ? message : null
  } catch {
    return null
  }
}

function textOf(result: Record<string, unknown>): string {
  const [first] = Array.isArray(result.content) ? result.content : []
  return isObject(first) && typeof first.text === 'string' ? first.text : 'no reason was given.'
}
