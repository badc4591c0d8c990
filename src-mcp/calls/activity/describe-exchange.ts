import { maskJson } from '../../../src-core/base/mask.ts'
import type { NewRequest, RequestStatus, StandardReference } from '../../../src-shared/contract/activity.ts'
import type { ServedTool } from '../../tools/define-tool.ts'
import { messageText } from '../../transports/message-text.ts'
import type { Exchange, Outcome } from '../exchange.ts'
import type { CallNotes } from '../request-context.ts'
import { describeMethod } from './describe-method.ts'
import { type RawArguments, textOf } from './tool-summary.ts'

/** What an exchange comes to in the log, beside what it is made of. */
interface Description {
  readonly asked: string
  readonly status: RequestStatus
  readonly summary: string
  readonly code: number | null
  readonly message: string | null
  readonly touched: readonly StandardReference[]
}

/** Names come from strangers and are kept. */
const MAX_NAME = 200

/**
 * The row of an exchange.
 * @param findTool the tools of the process; one that is not known any more is told of in general words
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
    body,
    ...(method === 'tools/call' ? describeCall(exchange, raw, served) : describeOther(exchange, raw)),
  }
}

function describeCall(
  { outcome, notes }: Exchange,
  params: RawArguments,
  tool: ServedTool | undefined,
): Description {
  const args = objectOf(params.arguments)
  const asked = tool?.log?.asked(args) ?? describeArguments(args)
  if (outcome.kind !== 'result') return { asked, ...describeEnd(outcome) }
  const result = objectOf(outcome.result)
  if (result.isError === true) return { asked, ...describeFailure(result, notes.failure) }
  const answer = objectOf(result.structuredContent)
  const { summary, isEmpty, touched } = tool?.log?.answered(answer, args) ?? OTHER_ANSWER
  return { asked, ...DONE, status: isEmpty ? 'empty' : 'ok', summary, touched }
}

function describeOther({ method, outcome }: Exchange, params: RawArguments): Description {
  const { asked, answered } = describeMethod(method)
  if (outcome.kind !== 'result') return { asked: asked(params), ...describeEnd(outcome) }
  return { asked: asked(params), ...DONE, ...answered(objectOf(outcome.result), params) }
}

const OTHER_ANSWER: { summary: string; isEmpty?: boolean; touched: readonly StandardReference[] } = {
  summary: 'answered',
  touched: [],
}

const DONE = { status: 'ok', code: null, message: null, summary: '', touched: [] } as const

/** A tool's own failure. What was asked for and is not there is a gap, and no error. */
function describeFailure(result: RawArguments, failure: CallNotes['failure']): Omit<Description, 'asked'> {
  const message = textIn(result.content)
  return {
    ...DONE,
    status: failure?.isGap ? 'empty' : 'tool-error',
    summary: failure?.brief ?? firstClause(message),
    message,
  }
}

function describeEnd(outcome: Exclude<Outcome, { kind: 'result' }>): Omit<Description, 'asked'> {
  if (outcome.kind === 'notification') return DONE
  if (outcome.kind === 'cancelled')
    return { ...DONE, status: 'cancelled', summary: 'cancelled by the client' }
  const { code, message } = outcome.error
  const status = 'protocol-error'
  return { ...DONE, status, code, message, summary: `${code} ${firstClause(message)}` }
}

/** Arguments of a tool that does not say how to tell of them: `colour: red, size: 3`. */
function describeArguments(args: RawArguments): string {
  // By name too: a client may take us for another server, and give us its password.
  const masked: object = JSON.parse(maskJson(JSON.stringify(args)))
  const parts = Object.entries(masked).map(([name, value]) => {
    return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  return textOf(parts.join(', '))
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
  return typeof value === 'object' && value !== null ? (value as RawArguments) : {}
}
