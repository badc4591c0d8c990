import type { SessionHandle } from '../../calls/sessions.ts'

/** Why a request is not served: HTTP status, JSON-RPC code and a sentence for people. */
export interface ErrorResponse {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sent with every answer: nothing here is a page, and nothing is to be kept by a proxy or a browser. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

/** The body of a refusal: a JSON-RPC error without an id, as nothing of the request was read. */
export function errorBody({ code, message }: ErrorResponse): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code, message } })
}

export function toResponse(refusal: ErrorResponse): Response {
  return new Response(errorBody(refusal), {
    status: refusal.status,
    headers: { 'content-type': 'application/json', ...refusal.headers },
  })
}

/** Turns away what could not be read of a client that was let in: it leaves a row in the log. */
export function answerUnread(session: SessionHandle, refusal: ErrorResponse): Response {
  const { code, message } = refusal
  session.refused({ jsonrpc: '2.0', error: { code, message } })
  return toResponse(refusal)
}

/** @param wait milliseconds */
export function tooMany(wait: number): ErrorResponse {
  const seconds = Math.max(1, Math.ceil(wait / 1000))
  return {
    status: 429,
    code: -32004,
    message: `Too many requests. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    headers: { 'retry-after': String(seconds) },
  }
}

/** Without `connection: close`: a sender that is cut off at once would not get to read why. */
export function tooLarge(limit: number): ErrorResponse {
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

export const TOO_MANY_CONNECTIONS: ErrorResponse = {
  status: 503,
  code: -32004,
  message: 'Too many connections are open. Close some, or try again later.',
  headers: { 'retry-after': '5', connection: 'close' },
}

export const PAUSED: ErrorResponse = {
  status: 503,
  code: -32004,
  message: "Serving is paused. It goes on as soon as it is resumed in Plumbline's window.",
  headers: { 'retry-after': '30' },
}

export function notFound(path: string): ErrorResponse {
  return {
    status: 404,
    code: -32601,
    message: `There is nothing at ${path.slice(0, 200)}. There are: POST /mcp, POST /mcp/call, GET /mcp/tools, GET /health, and /mcp/ws for WebSocket.`,
  }
}

export function wrongMethod(path: string, allowed: string): ErrorResponse {
  return {
    status: 405,
    code: -32601,
    message: `${path} takes ${allowed}.`,
    headers: { allow: allowed },
  }
}

function describeBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`
}
