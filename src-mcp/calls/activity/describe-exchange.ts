import { maskJson } from '../../../src-core/base/mask.ts'
import type { NewRequest, RequestStatus, StandardReference } from '../../../src-shared/contract/activity.ts'
import { isObject } from '../../../src-shared/is-object.ts'
import type { ServedTool } from '../../tools/define-tool.ts'
import { messageText } from '../../transports/message-text.ts'
import type { Exchange, Outcome } from '../exchange.ts'
import type { CallNotes } from '../request-context.ts'
import { describeMethod } from './describe-method.ts'
import { type AnswerSummary, argumentText, type RawArguments } from './tool-summary.ts'

/** The columns of a row that describe the exchange in words. The names are those of {@link NewRequest}. */
interface Description {
  readonly question: string
  readonly status: RequestStatus
  readonly summary: string
  readonly code: number | null
  readonly message: string | null
  readonly references: readonly StandardReference[]
}

/** Clients choose these names, and the log stores them. */
const MAX_NAME = 200

/**
 * The row of an exchange in the activity log.
 * @param findTool finds the tools of the process; an unknown tool gets a general description
 */
export function describeExchange(
  exchange: Exchange,
  findTool: (name: string) => ServedTool | undefined,
): NewRequest {
  const { session, startedAt, method, tool, id, params, notes, micros, sent } = exchange
  const body = sent === null ? '' : messageText(sent)
  const raw = objectOf(params)
  const served = tool === null ? undefined : findTool(tool)
  return {
    at: startedAt,
    session: session.id,
    client: session.client,
    clientVersion: session.clientVersion,
    protocolVersion: session.protocolVersion,
    transport: session.transport,
    method: method.slice(0, MAX_NAME),
    tool: tool === null ? null : tool.slice(0, MAX_NAME),
    cache: notes.cache ?? 'bypass',
    micros,
    bytes: Buffer.byteLength(body),
    rpcId: typeof id === 'string' ? id.slice(0, MAX_NAME) : id,
    params,
    body: recordable(body),
    ...(method === 'tools/call' ? describeCall(exchange, raw, served) : describeOther(exchange, raw)),
  }
}

/** Far more than the activity log records of an answer. UTF-16 units. */
const MAX_BODY = 1024 * 1024

/** The part of an answer that waits to be recorded. A copy: a slice would keep the whole answer in memory. */
function recordable(body: string): string {
  return body.length <= MAX_BODY ? body : Buffer.from(body.slice(0, MAX_BODY / 4)).toString()
}

function describeCall(
  { outcome, notes }: Exchange,
  params: RawArguments,
  tool: ServedTool | undefined,
): Description {
  const args = (notes.args as RawArguments | undefined) ?? objectOf(params.arguments)
  const question = tool?.activity?.describeCall(args) ?? describeArguments(args)
  if (outcome.kind !== 'result') return { question, ...describeOutcome(outcome) }
  const result = objectOf(outcome.result)
  if (result.isError === true) return { question, ...describeFailure(result, notes.failure) }
  const answer = objectOf(notes.answer ?? result.structuredContent)
  const { summary, isEmpty, references } = tool?.activity?.describeAnswer(answer, args) ?? PLAIN_ANSWER
  return { question, ...DONE, status: isEmpty ? 'empty' : 'ok', summary, references }
}

function describeOther({ method, outcome }: Exchange, params: RawArguments): Description {
  const { describeCall, describeAnswer } = describeMethod(method)
  const question = describeCall(params)
  if (outcome.kind !== 'result') return { question, ...describeOutcome(outcome) }
  const { summary, references } = describeAnswer(objectOf(outcome.result), params)
  return { question, ...DONE, summary, references }
}

/** For a tool that describes no answers of its own. */
const PLAIN_ANSWER: AnswerSummary = { summary: 'answered', references: [] }

const DONE = { status: 'ok', code: null, message: null, summary: '', references: [] } as const

/** A failure of the tool. A call for something that the library does not have is a gap, not an error. */
function describeFailure(result: RawArguments, failure: CallNotes['failure']): Omit<Description, 'question'> {
  const message = textIn(result.content)
  return {
    ...DONE,
    status: failure?.isGap ? 'empty' : 'tool-error',
    summary: failure?.brief ?? firstClause(message),
    message,
  }
}

function describeOutcome(outcome: Exclude<Outcome, { kind: 'result' }>): Omit<Description, 'question'> {
  if (outcome.kind === 'notification') return DONE
  if (outcome.kind === 'cancelled')
    return { ...DONE, status: 'cancelled', summary: 'cancelled by the client' }
  const { code, message } = outcome.error
  const status = 'protocol-error'
  return { ...DONE, status, code, message, summary: `${code} ${firstClause(message)}` }
}

/** The arguments of a tool that describes no calls of its own: `colour: red, size: 3`. */
function describeArguments(args: RawArguments): string {
  // Masked by name too: a client that mixes up its servers may send a password.
  const masked: object = JSON.parse(maskJson(JSON.stringify(args)))
  const parts = Object.entries(masked).map(([name, value]) => {
    return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  return argumentText(parts.join(', '))
}

const BRIEF: readonly (readonly [start: string, brief: string])[] = [
  ['There is no resource', 'no such resource'],
  ['The cursor', 'unknown cursor'],
]
const MAX_CLAUSE = 60

/** `unknown tool` of `Unknown tool: get_std. There are: …`. */
function firstClause(message: string): string {
  const brief = BRIEF.find(([start]) => message.startsWith(start))?.[1]
  if (brief !== undefined) return brief
  const [clause = ''] = message.split(/[.:;(\n]/, 1)
  const short = clause.trim().slice(0, MAX_CLAUSE)
  return /^[A-Z][a-z ]/.test(short) ? short.charAt(0).toLowerCase() + short.slice(1) : short
}

function textIn(content: unknown): string {
  if (!Array.isArray(content)) return ''
  return content.flatMap((part) => (typeof part?.text === 'string' ? [part.text] : [])).join('\n')
}

function objectOf(value: unknown): RawArguments {
  return isObject(value) ? value : {}
}
