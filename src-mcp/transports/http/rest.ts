import { isInputRequiredResult, type JSONRPCErrorResponse, ProtocolError } from '@modelcontextprotocol/server'
import { isObject } from '../../../src-shared/is-object.ts'
import { runTool, type ToolOutcome } from '../../calls/call-tool.ts'
import type { SessionHandle } from '../../calls/sessions.ts'
import type { ToolCatalog } from '../../tools/catalog.ts'
import type { ToolCore } from '../../tools/define-tool.ts'
import type { FailureReason } from '../../tools/tool-failure.ts'
import { messageText } from '../message-text.ts'
import { type ErrorResponse, rejectUnread } from './error-response.ts'
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
  readonly request: Request
  readonly session: SessionHandle
  /** Counts calls beyond the first towards the client's rate. Returns the error for a client that sends too many, or `null`. */
  checkRate(calls: number): ErrorResponse | null
}

/** `POST /mcp/call`: calls tools without MCP, one or an array of them. */
export async function handleRest(
  { request, session, checkRate }: RestRequest,
  options: RestOptions,
): Promise<Response> {
  const body = await readJsonBody(request, options.limits.body)
  if ('error' in body) return rejectUnread(session, body.error)
  const { signal } = request
  const run = (call: unknown) => runCall(call, session, signal, options)
  try {
    if (!Array.isArray(body.value)) return respond(await run(body.value))
    const error = checkSize(body.value, options.limits.batch) ?? checkRate(body.value.length - 1)
    return error === null ? respondAll(await Promise.all(body.value.map(run))) : rejectUnread(session, error)
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

function respond(answer: RestAnswer): Response {
  const status = 'error' in answer ? (STATUS[answer.error.code] ?? 500) : 200
  return new Response(messageText(answer), { status, headers: JSON_HEADERS })
}

/** The response to an array is 200, whatever the outcome of its calls. */
function respondAll(answers: readonly RestAnswer[]): Response {
  return new Response(`[${answers.map(messageText).join(',')}]`, { headers: JSON_HEADERS })
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/**
 * Runs one call: `{name | method, arguments | params, id?}`, or a whole `tools/call` request.
 * @throws the signal's reason when the client has disconnected
 */
async function runCall(
  body: unknown,
  session: SessionHandle,
  signal: AbortSignal,
  { core, catalog, log }: RestOptions,
): Promise<RestAnswer> {
  const call = readCall(body)
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
    const { result, failure } = await runTool({
      core,
      catalog,
      log,
      name,
      args,
      signal,
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

type Call =
  | { readonly name: string; readonly args: unknown; readonly id: Id }
  | { readonly problem: string; readonly id: Id }

function readCall(body: unknown): Call {
  if (!isObject(body)) return { id: null, problem: 'A call must be a JSON object.' }
  const id = typeof body.id === 'string' || typeof body.id === 'number' ? body.id : null
  if (body.jsonrpc !== undefined && body.jsonrpc !== '2.0') return { id, problem: '"jsonrpc" must be "2.0".' }
  if (body.id !== undefined && body.id !== null && id === null)
    return { id, problem: '"id" must be text or a number.' }
  const name = body.name ?? body.method
  const args = body.arguments ?? body.params
  if (name === 'tools/call' && isObject(args)) return readCall({ ...args, id: body.id })
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
