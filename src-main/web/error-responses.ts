import type { ErrorResponse } from '../../src-mcp/transports/http/error-response.ts'

/** Sent with every response that is not a page: no browser must run or frame it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

/** @param wait milliseconds */
export function tooManyRequests(wait: number): ErrorResponse {
  const seconds = Math.max(1, Math.ceil(wait / 1000))
  return {
    status: 429,
    code: -32004,
    message: `Too many requests. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    headers: { 'retry-after': String(seconds) },
  }
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

export function unknownPath(path: string): ErrorResponse {
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
