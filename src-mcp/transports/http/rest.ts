import { isInputRequiredResult, type JSONRPCErrorResponse, ProtocolError } from '@modelcontextprotocol/server'
import { isObject } from '../../../src-shared/is-object.ts'
import { runTool, type ToolOutcome } from '../../calls/call-tool.ts'
import type { SessionHandle } from '../../calls/session.ts'
import type { ToolCatalog } from '../../tools/catalog.ts'
import type { ToolCore } from '../../tools/define-tool.ts'
import type { FailureReason } from '../../tools/tool-failure.ts'
import { messageText } from '../message-text.ts'
import { describeBeyondSafe, isBeyondSafe } from '../request-id.ts'
import { type ErrorResponse, rejectUnread, toResponse } from './error-response.ts'
import type { HttpCall } from './http-call.ts'
import { type HttpQueue, TOO_MANY_WAITING } from './http-queue.ts'
import { readJsonBody } from './read-body.ts'

/** The error codes of the REST routes, from reference document 000; those of JSON-RPC keep their meaning. */
const REST_CODES = {
  toolFailed: -32000,
  validation: -32001,
  notFound: -32002,
  denied: -32003,
  rateLimited: -32004,
  invalidRequest: -32600,
} as const

const STATUS: Readonly<Record<number, number>> = {
  [REST_CODES.toolFailed]: 500,
  [REST_CODES.validation]: 400,
  [REST_CODES.notFound]: 404,
  [REST_CODES.denied]: 403,
  [REST_CODES.rateLimited]: 429,
  [REST_CODES.invalidRequest]: 400,
}

const CODE_OF_FAILURE: Readonly<Record<FailureReason, number>> = {
  failed: REST_CODES.toolFailed,
  arguments: REST_CODES.validation,
  'not-found': REST_CODES.notFound,
}

type Id = string | number | null

/** The answer to one call. `result` is the tool's own answer: over MCP its structured content. */
type RestAnswer =
  | { readonly jsonrpc: '2.0'; readonly id: Id; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0'
      readonly id: Id
      readonly error: { readonly code: number; readonly message: string }
    }

export interface RestOptions {
  readonly core: ToolCore
  readonly catalog: ToolCatalog
  readonly queue: HttpQueue
  readonly limits: {
    /** The longest body that is read. Bytes. */
    readonly body: number
    /** Calls in one array. */
    readonly batch: number
  }
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** One `POST /mcp/call`. */
export interface RestRequest {
  readonly call: HttpCall
  readonly session: SessionHandle
  /** Counts calls beyond the first towards the client's rate. Returns the error for a client that sends too many, or `null`. */
  checkRate(calls: number): ErrorResponse | null
}

/** `POST /mcp/call`: calls tools without MCP, one or an array of them. */
export async function handleRest(
  { call, session, checkRate }: RestRequest,
  options: RestOptions,
): Promise<Response> {
  const { limits, queue } = options
  const body = await readJsonBody(call.request, limits.body)
  if ('error' in body) return rejectUnread(session, body.error)
  if (queue.isCrowded(call)) return toResponse(TOO_MANY_WAITING)
  const { signal } = call.request
  queue.open(call, [])
  try {
    if (!Array.isArray(body.value)) {
      const answer = await runCall(readCall(body.value, body.text), call, session, options)
      return respond(answer, queue, call)
    }
    const error = checkSize(body.value, limits.batch) ?? checkRate(body.value.length - 1)
    if (error !== null) return rejectUnread(session, error)
    const room = new ArrayRoom()
    const answers = body.value.map(async (entry) =>
      room.fit(await runCall(readCall(entry), call, session, options)),
    )
    return respondAll(await Promise.all(answers), queue, call)
  } catch (error) {
    // The client has disconnected and reads no response.
    if (signal.aborted) return new Response(null, { status: 499 })
    throw error
  }
}

function checkSize(calls: readonly unknown[], limit: number): ErrorResponse | null {
  if (calls.length > 0 && calls.length <= limit) return null
  const message = `An array must hold 1 to ${limit} calls; this one holds ${calls.length}.`
  return { status: 400, code: REST_CODES.invalidRequest, message }
}

/** The answers to an array are in memory until the last of them is there. In UTF-16 units. */
const MAX_ARRAY_LENGTH = 16 * 1024 * 1024

/** Limits the length of all answers to one array together. */
class ArrayRoom {
  #length = 0

  fit(answer: RestAnswer): RestAnswer {
    this.#length += messageText(answer).length
    if (this.#length <= MAX_ARRAY_LENGTH) return answer
    return failed(answer.id, REST_CODES.toolFailed, TOO_LONG)
  }
}

const TOO_LONG = 'The answers to this array are too long together. Send this call on its own.'

function respond(answer: RestAnswer, queue: HttpQueue, call: HttpCall): Response {
  const status = 'error' in answer ? (STATUS[answer.error.code] ?? 500) : 200
  const text = messageText(answer)
  queue.addAnswer(call, text.length)
  return new Response(text, { status, headers: JSON_HEADERS })
}

/** The response to an array is 200, whatever the outcome of its calls. */
function respondAll(answers: readonly RestAnswer[], queue: HttpQueue, call: HttpCall): Response {
  const text = `[${answers.map(messageText).join(',')}]`
  queue.addAnswer(call, text.length)
  return new Response(text, { headers: JSON_HEADERS })
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/**
 * Runs one call.
 * @throws the signal's reason when the client has disconnected
 */
async function runCall(
  call: Call,
  httpCall: HttpCall,
  session: SessionHandle,
  { core, catalog, queue, log }: RestOptions,
): Promise<RestAnswer> {
  if ('problem' in call) {
    const { id, problem } = call
    const answer = failed(id, REST_CODES.invalidRequest, problem)
    session.rejected({ jsonrpc: '2.0', id: id ?? undefined, error: answer.error })
    return answer
  }
  const { name, args, id } = call
  const message = {
    jsonrpc: '2.0' as const,
    id: id ?? 0,
    method: 'tools/call',
    params: { name, arguments: args },
  }
  const pending = session.received(message)
  try {
    if (pending !== undefined) await queue.turn(httpCall, pending)
    const { result, failure } = await runTool({
      core,
      catalog,
      log,
      name,
      args,
      signal: httpCall.request.signal,
      note: (notes) => pending?.note(notes),
    })
    const answer = answerOf(id, result, failure)
    pending?.end({ jsonrpc: '2.0', id: message.id, result }, answer)
    return answer
  } catch (error) {
    if (!(error instanceof ProtocolError)) {
      pending?.end(null)
      throw error
    }
    const { code, message: text } = error
    const response: JSONRPCErrorResponse = { jsonrpc: '2.0', id: message.id, error: { code, message: text } }
    const isKnown = catalog.find(name) !== undefined
    const answer = failed(id, isKnown ? REST_CODES.validation : REST_CODES.notFound, text)
    pending?.end(response, answer)
    return answer
  }
}

function answerOf(id: Id, result: ToolOutcome['result'], failure: ToolOutcome['failure']): RestAnswer {
  if (isInputRequiredResult(result)) return failed(id, REST_CODES.toolFailed, NEEDS_INPUT)
  if (failure !== null) return failed(id, CODE_OF_FAILURE[failure], textOf(result.content))
  return { jsonrpc: '2.0', id, result: result.structuredContent ?? { content: result.content } }
}

const NEEDS_INPUT = 'This tool asks the caller something, which REST cannot carry. Call it over MCP.'

/** One call: `{name | method, arguments | params, id?}`, or a whole `tools/call` request. */
type Call =
  | { readonly name: string; readonly args: unknown; readonly id: Id }
  | { readonly problem: string; readonly id: Id }

/** @param text the body as it came, if it is one call */
function readCall(body: unknown, text?: string): Call {
  if (!isObject(body)) return { id: null, problem: 'A call must be a JSON object.' }
  if (isBeyondSafe(body.id))
    return { id: null, problem: `Invalid request: ${describeBeyondSafe(body.id, text)}` }
  const id = typeof body.id === 'string' || typeof body.id === 'number' ? body.id : null
  if (body.jsonrpc !== undefined && body.jsonrpc !== '2.0') return { id, problem: '"jsonrpc" must be "2.0".' }
  if (body.id !== undefined && body.id !== null && id === null)
    return { id, problem: '"id" must be text or a number.' }
  // A request of MCP has the call in its params.
  const params = body.params
  const call = (body.name ?? body.method) === 'tools/call' && isObject(params) ? params : body
  const name = call.name ?? call.method
  const args = call.arguments ?? call.params
  if (call !== body && name === 'tools/call')
    return { id, problem: 'A tools/call must not hold another one.' }
  if (typeof name !== 'string' || name === '')
    return {
      id,
      problem: 'Name the tool in "method" (or "name"), and give its arguments in "params" (or "arguments").',
    }
  return { name, args, id }
}

function failed(id: Id, code: number, message: string): Extract<RestAnswer, { error: unknown }> {
  return { jsonrpc: '2.0', id, error: { code, message } }
}

function textOf(content: readonly { readonly type: string }[]): string {
  return content.flatMap((part) => ('text' in part ? [String(part.text)] : [])).join('\n')
}
