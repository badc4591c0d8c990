import type { SessionHandle } from '../../calls/session.ts'

/** Why a request is not served: HTTP status, JSON-RPC code and a sentence for people. */
export interface ErrorResponse {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A JSON-RPC error without an id: nothing of the request was read. */
export function errorBody({ code, message }: ErrorResponse): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code, message } })
}

export function toResponse(error: ErrorResponse): Response {
  return new Response(errorBody(error), {
    status: error.status,
    headers: { 'content-type': 'application/json', ...error.headers },
  })
}

/** Rejects an unreadable request of an authenticated client, which leaves a row in the activity log. */
export function rejectUnread(session: SessionHandle, error: ErrorResponse): Response {
  const { code, message } = error
  session.rejected({ jsonrpc: '2.0', error: { code, message } })
  return toResponse(error)
}

/** Without `connection: close`: a client that is still sending would be cut off before it reads the response. @param limit bytes */
export function bodyTooLarge(limit: number): ErrorResponse {
  return {
    status: 413,
    code: -32600,
    message: `The request is over the limit of ${describeBytes(limit)} and was not read. Send less at once.`,
  }
}

export const NOT_JSON_TYPE: ErrorResponse = {
  status: 415,
  code: -32600,
  message:
    'The body must be JSON: send the header "Content-Type: application/json", and no Content-Encoding.',
}

function describeBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`
}
