import { isInputRequiredResult, type JSONRPCErrorResponse, ProtocolError } from '@modelcontextprotocol/server'
import { runTool, type ToolOutcome } from '../../calls/call-tool.ts'
import type { SessionHandle } from '../../calls/sessions.ts'
import type { ToolCatalog } from '../../tools/catalog.ts'
import type { ToolCore } from '../../tools/define-tool.ts'
import type { FailureReason } from '../../tools/tool-failure.ts'
import { messageText } from '../message-text.ts'

/** The codes of the REST routes, as reference document 000 has them; the JSON-RPC ones keep their meaning. */
export const REST_CODES = {
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
export type RestAnswer =
  | { readonly jsonrpc: '2.0'; readonly id: Id; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0'
      readonly id: Id
      readonly error: { readonly code: number; readonly message: string }
    }

export interface RestContext {
  readonly core: ToolCore
  readonly catalog: ToolCatalog
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
  readonly session: SessionHandle
  readonly signal: AbortSignal
}

/** The response with one answer. */
export function respond(answer: RestAnswer): Response {
  const status = 'error' in answer ? (STATUS[answer.error.code] ?? 500) : 200
  return new Response(messageText(answer), { status, headers: JSON_HEADERS })
}

/** The response to an array of calls, whatever came of each of them. */
export function respondAll(answers: readonly RestAnswer[]): Response {
  return new Response(`[${answers.map(messageText).join(',')}]`, { headers: JSON_HEADERS })
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/**
 * Runs one call: `{name | method, arguments | params, id?}`, or a whole `tools/call` request. Rejects only when it was
 * cancelled.
 */
export async function runRestCall(body: unknown, context: RestContext): Promise<RestAnswer> {
  const call = readCall(body)
  if ('wrong' in call) {
    const { id, wrong } = call
    const refusal = refuse(id, REST_CODES.invalidRequest, wrong)
    context.session.refused({ jsonrpc: '2.0', id: id ?? undefined, error: refusal.error })
    return refusal
  }
  const { name, args, id } = call
  const request = {
    jsonrpc: '2.0' as const,
    id: id ?? 0,
    method: 'tools/call',
    params: { name, arguments: args },
  }
  const answered = context.session.received(request)
  try {
    const { result, failure } = await runTool({ ...context, name, args })
    const answer = answerOf(id, result, failure)
    answered?.({ jsonrpc: '2.0', id: request.id, result }, answer)
    return answer
  } catch (error) {
    if (!(error instanceof ProtocolError)) {
      answered?.(null)
      throw error
    }
    const { code, message } = error
    const refusal: JSONRPCErrorResponse = { jsonrpc: '2.0', id: request.id, error: { code, message } }
    const isKnown = context.catalog.find(name) !== undefined
    const answer = refuse(id, isKnown ? REST_CODES.validation : REST_CODES.notFound, message)
    answered?.(refusal, answer)
    return answer
  }
}

function answerOf(id: Id, result: ToolOutcome['result'], failure: ToolOutcome['failure']): RestAnswer {
  if (isInputRequiredResult(result)) return refuse(id, REST_CODES.toolFailed, ASKS_BACK)
  if (failure !== null) return refuse(id, CODE_OF_FAILURE[failure], textOf(result.content))
  return { jsonrpc: '2.0', id, result: result.structuredContent ?? { content: result.content } }
}

const ASKS_BACK = 'This tool asks the caller something, which REST cannot carry. Call it over MCP.'

type Call =
  | { readonly name: string; readonly args: unknown; readonly id: Id }
  | { readonly wrong: string; readonly id: Id }

function readCall(body: unknown): Call {
  if (!isObject(body)) return { id: null, wrong: 'A call must be a JSON object.' }
  const id = typeof body.id === 'string' || typeof body.id === 'number' ? body.id : null
  if (body.jsonrpc !== undefined && body.jsonrpc !== '2.0') return { id, wrong: '"jsonrpc" must be "2.0".' }
  if (body.id !== undefined && body.id !== null && id === null)
    return { id, wrong: '"id" must be text or a number.' }
  const name = body.name ?? body.method
  const args = body.arguments ?? body.params
  if (name === 'tools/call' && isObject(args)) return readCall({ ...args, id: body.id })
  if (typeof name !== 'string' || name === '')
    return {
      id,
      wrong: 'Name the tool in "method" (or "name"), and give its arguments in "params" (or "arguments").',
    }
  return { name, args, id }
}

function refuse(id: Id, code: number, message: string): Extract<RestAnswer, { error: unknown }> {
  return { jsonrpc: '2.0', id, error: { code, message } }
}

function textOf(content: readonly { readonly type: string }[]): string {
  return content.flatMap((part) => ('text' in part ? [String(part.text)] : [])).join('\n')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
