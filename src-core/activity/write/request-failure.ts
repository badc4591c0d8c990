import type { NewError, RequestStatus } from '../../../src-shared/contract/activity.ts'

/** What the log knows of a request that failed. */
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

/** The failure that a request's own error is; `null` for one that did not fail, or that its client cancelled. */
export function failureOf(request: FailedRequest): NewError | null {
  const { status, code } = request
  if (status !== 'tool-error' && status !== 'protocol-error') return null
  const message = (request.message ?? request.summary).trim()
  const { title, rest } = titleOf(message)
  const byTool = status === 'tool-error'
  return {
    source: byTool ? 'tool' : 'protocol',
    code: code === null ? (byTool ? 'tool-failed' : 'protocol-error') : String(code),
    title: title === '' ? (byTool ? 'The tool could not answer' : 'The request was refused') : title,
    where: request.tool ?? request.method,
    line: null,
    cause: message,
    remedy: rest === '' ? remedyFor(byTool, code) : rest,
    stack: null,
    client: request.client,
  }
}

function remedyFor(byTool: boolean, code: number | null): string {
  if (byTool) return 'The client was told; it can ask again in another way.'
  switch (code) {
    case -32700:
      return 'The client sent something that is not JSON. Update it, or look at what stands between it and Plumbline.'
    case -32601:
      return 'The client asked for something that Plumbline does not offer. Nothing needs to be done unless it stops working.'
    case -32603:
      return 'This is a fault in Plumbline. The log in its folder says more.'
    default:
      return 'The client was told what was wrong; if it goes on, update the client.'
  }
}

/** The first sentence without what belongs to the case at hand, and the sentences behind it. */
function titleOf(message: string): { readonly title: string; readonly rest: string } {
  // A long message costs nothing to read further, but says what happened at its beginning.
  const text = message.slice(0, 4_000)
  const end = /[.!?](?=\s)|\n/u.exec(text)
  const sentence = end ? text.slice(0, end.index) : text.replace(/[.!?]+$/u, '')
  const rest = end ? text.slice(end.index + 1).trim() : ''
  const title = sentence
    .replace(/:\s[\s\S]*$/u, '')
    .replace(/"[^"]{0,400}"|“[^”]{0,400}”|`[^`]{0,400}`/gu, '“…”')
    .replace(/\bstandard:\/\/\/\S+/gu, '…')
    .replace(/(?<![\w/.-])[\w.-]{0,80}(?:\/[\w.-]{1,80}){1,20}/gu, '…')
    .replace(/(?<![\p{L}\p{N}_.-])-?\d+(?:[.,]\d+)*(?![\p{L}\p{N}_])/gu, '…')
    .trim()
  return { title: title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title, rest }
}
