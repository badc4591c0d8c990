import type { NewError, RequestStatus } from '../../../src-shared/contract/activity.ts'
import { causeBeyond } from '../../base/describe-failure.ts'

/** The part of a request that describes its failure. */
export interface FailedRequest {
  readonly status: RequestStatus
  readonly method: string
  readonly tool: string | null
  readonly code: number | null
  readonly message: string | null
  readonly summary: string
  readonly client: string | null
}

const MAX_TITLE = 160

/** The failure to be reported for a request; `null` when it did not fail, or its client cancelled it. */
export function failureOf(request: FailedRequest): NewError | null {
  const { status, code } = request
  if (status !== 'tool-error' && status !== 'protocol-error') return null
  const message = (request.message ?? request.summary).trim()
  const { title, sentence, rest } = splitMessage(message)
  const isToolError = status === 'tool-error'
  return {
    source: isToolError ? 'tool' : 'protocol',
    code: code === null ? (isToolError ? 'tool-failed' : 'protocol-error') : String(code),
    title: title === '' ? (isToolError ? 'The tool could not answer' : 'The request was rejected') : title,
    where: request.tool ?? request.method,
    line: null,
    cause: causeBeyond(title, sentence),
    remedy: rest === '' ? remedyFor(isToolError, code) : rest,
    stack: null,
    client: request.client,
  }
}

function remedyFor(isToolError: boolean, code: number | null): string {
  if (isToolError) return 'The client received this message and can try other arguments.'
  switch (code) {
    case -32700:
      return 'The client sent something that is not JSON. Update it, or check the proxy between it and Plumbline.'
    case -32601:
      return 'The client called a method that Plumbline does not offer. Nothing needs to be done unless the client stops working.'
    case -32603:
      return 'This is a fault in Plumbline. The log in its folder has the details.'
    default:
      return 'The client received this message. If it happens again, update the client.'
  }
}

/**
 * Splits a message into its first sentence and the sentences after it. The title is the first sentence without names, addresses and
 * numbers, so that equal failures get one title.
 */
function splitMessage(message: string): {
  readonly title: string
  readonly sentence: string
  readonly rest: string
} {
  // The patterns below need not run over a long message: its beginning says what happened.
  const text = message.slice(0, 4_000)
  const end = /[.!?](?=\s)|\n/u.exec(text)
  const clause = end ? text.slice(0, end.index) : text.replace(/[.!?]+$/u, '')
  const rest = end ? text.slice(end.index + 1).trim() : ''
  const title = clause
    .replace(/:\s[\s\S]*$/u, '')
    .replace(/"[^"]{0,400}"|“[^”]{0,400}”|`[^`]{0,400}`/gu, '“…”')
    .replace(/\bstandard:\/\/\/\S+/gu, '…')
    .replace(/(?<![\w/.-])[\w.-]{0,80}(?:\/[\w.-]{1,80}){1,20}/gu, '…')
    .replace(/(?<![\p{L}\p{N}_.-])-?\d+(?:[.,]\d+)*(?![\p{L}\p{N}_])/gu, '…')
    .trim()
  return {
    title: title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title,
    sentence: end ? text.slice(0, end.index + 1).trim() : message,
    rest,
  }
}
