import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { parse } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type StartTest, TEST_CLIENT } from '../../../src-shared/contract/clients.ts'
import type { StartCommand } from '../table/client-profile.ts'
import { type Machine, thisMachine } from '../table/machine.ts'
import { explainExit, explainSpawn } from './explain-start.ts'
import { minimalEnvironment } from './minimal-environment.ts'

/** How long each step may take, in milliseconds. */
export interface VerifyLimits {
  readonly handshake: number
  /** A library that was never indexed is indexed first. */
  readonly call: number
  /** From the end of the input to the end of the process. */
  readonly end: number
}

const LIMITS: VerifyLimits = { handshake: 15_000, call: 45_000, end: 5_000 }
const STDERR_LINES = 8
const KILLED_MS = 1_000

/** What to start, as it stands in a file. */
export interface VerifiedStart extends StartCommand {
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Starts the very command as a desktop app does, from the root folder and with next to no environment, and speaks to it: a
 * handshake and a call. Never rejects; the process is gone when it resolves.
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
  const talk = listen(child)
  try {
    const hello = await talk.ask('initialize', HELLO, limits.handshake)
    if (hello.kind !== 'answer') return failed(hello)
    talk.tell('notifications/initialized')
    const call = await talk.ask(
      'tools/call',
      { name: 'list_standards', arguments: { limit: 1 } },
      limits.call,
    )
    if (call.kind !== 'answer') return failed(call)
    if (call.result.isError === true) {
      const said = textOf(call.result)
      return finish(false, `It started, but could not list the standards: ${said}`, '', talk.stderr())
    }
    const millis = Math.round(performance.now() - startedAt)
    return { ...finish(true, `It answered in ${millis} ms.`, '', []), millis }
  } finally {
    await talk.end(limits.end)
  }

  function failed(reply: Exclude<Reply, { kind: 'answer' }>): StartTest {
    const stderr = talk.stderr()
    if (reply.kind === 'not-started') {
      const { message, remedy } = explainSpawn(reply.error, start.command)
      return finish(false, message, remedy, stderr)
    }
    if (reply.kind === 'ended') {
      const { message, remedy } = explainExit(reply.code, reply.signal, stderr)
      return finish(false, message, remedy, stderr)
    }
    if (reply.kind === 'refused')
      return finish(
        false,
        `It refused: ${reply.message}`,
        'Connect again, so that the entry is written anew.',
        stderr,
      )
    if (reply.kind === 'noise')
      return finish(
        false,
        `It wrote something else than MCP to its output: ${reply.line}`,
        'Something in the command prints to standard output. Connect again, so that the entry is written anew.',
        stderr,
      )
    return finish(
      false,
      `It started, but did not answer within ${Math.round(reply.after / 1000)} seconds.`,
      'Try again; if it stays like that, `plumbline doctor` looks for the cause.',
      stderr,
    )
  }
}

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: TEST_CLIENT, version: '1' },
}

type Reply =
  | { readonly kind: 'answer'; readonly result: Record<string, unknown> }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'noise'; readonly line: string }
  | { readonly kind: 'not-started'; readonly error: unknown }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'silent'; readonly after: number }

function listen(child: ChildProcessWithoutNullStreams) {
  const errors: string[] = []
  const waiting = new Map<number, (reply: Reply) => void>()
  let over: Reply | null = null
  let lastId = 0
  const finishAll = (reply: Reply) => {
    over ??= reply
    for (const done of waiting.values()) done(over)
  }
  // Both pipes have been read to their end by then, so that the last words are known.
  const closed = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      finishAll({ kind: 'ended', code, signal })
      resolve()
    })
  })
  child.on('error', (error) => finishAll({ kind: 'not-started', error }))
  child.stdin.on('error', () => {})
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line.slice(0, 500))
    if (errors.length > STDERR_LINES) errors.shift()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = readMessage(line)
    if (!message) return finishAll({ kind: 'noise', line: line.slice(0, 200) })
    if (message.method !== undefined) return
    const done = waiting.get(Number(message.id))
    if (isRecord(message.error)) done?.({ kind: 'refused', message: String(message.error.message) })
    else if (isRecord(message.result)) done?.({ kind: 'answer', result: message.result })
  })
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  return {
    stderr: (): readonly string[] => [...errors],
    tell: (method: string) => void send({ method }),
    async ask(method: string, params: object, patience: number): Promise<Reply> {
      if (over) return over
      const id = ++lastId
      let timer: NodeJS.Timeout | undefined
      const reply = await new Promise<Reply>((resolve) => {
        waiting.set(id, resolve)
        timer = setTimeout(() => resolve({ kind: 'silent', after: patience }), patience)
        send({ id, method, params })
      })
      clearTimeout(timer)
      waiting.delete(id)
      return reply
    },
    async end(patience: number): Promise<void> {
      child.stdin.end()
      if (child.pid === undefined) return
      const timer = setTimeout(() => child.kill('SIGKILL'), patience)
      // What it started itself may keep the pipes open for ever.
      await Promise.race([closed, sleep(patience + KILLED_MS, undefined, { ref: false })])
      clearTimeout(timer)
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy()
    },
  }
}

function readMessage(line: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(line)
    return isRecord(message) && message.jsonrpc === '2.0' ? message : null
  } catch {
    return null
  }
}

function textOf(result: Record<string, unknown>): string {
  const [first] = Array.isArray(result.content) ? result.content : []
  return isRecord(first) && typeof first.text === 'string' ? first.text : 'no reason was given.'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
