import type { JSONRPCErrorResponse, JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server'
import type { Session } from './sessions.ts'

/** A request with its answer, a notification, or something that could not be read as either, as the observers of the process see it. */
export interface Exchange {
  readonly session: Session
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly method: string
  /** The tool of a `tools/call`. */
  readonly tool: string | null
  /** `null`: a notification. */
  readonly id: string | number | null
  readonly params: unknown
  readonly outcome: Outcome
  /** From the message to its answer, in microseconds; 0 for a notification. */
  readonly micros: number
  /** What went out; `messageText` gives it as JSON, most often as the transport has made it. `null`: nothing. */
  readonly sent: object | null
}

export type Outcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: JSONRPCErrorResponse['error'] }
  /** The client took the request back, or left before the answer. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'notification' }

/** An exchange that waits for its answer. */
export interface Pending {
  readonly session: Session
  readonly message: JSONRPCRequest
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Of `performance.now()`. */
  readonly started: number
}

/** The method of what came and was no message. */
const UNREADABLE = 'unreadable'

/**
 * @param answer `null`: there will be none
 * @param sent what goes out for it
 */
export function closeExchange(
  pending: Pending,
  session: Session,
  answer: JSONRPCMessage | null,
  sent: object | null,
): Exchange {
  const { message, startedAt, started } = pending
  return {
    session,
    startedAt,
    method: message.method,
    tool: toolOf(message),
    id: message.id,
    params: message.params,
    outcome: outcomeOf(answer),
    micros: Math.round((performance.now() - started) * 1000),
    sent,
  }
}

/** Something that is no message, and the answer to it. */
export function rejectedExchange(session: Session, answer: JSONRPCErrorResponse): Exchange {
  return {
    ...notificationExchange(session, UNREADABLE, undefined),
    id: answer.id ?? null,
    outcome: { kind: 'error', error: answer.error },
    sent: answer,
  }
}

export function notificationExchange(session: Session, method: string, params: unknown): Exchange {
  return {
    session,
    startedAt: Date.now(),
    method,
    tool: null,
    id: null,
    params,
    outcome: { kind: 'notification' },
    micros: 0,
    sent: null,
  }
}

function toolOf({ method, params }: JSONRPCRequest): string | null {
  return method === 'tools/call' && typeof params?.name === 'string' ? params.name : null
}

function outcomeOf(answer: JSONRPCMessage | null): Outcome {
  if (answer === null) return { kind: 'cancelled' }
  if ('error' in answer) return { kind: 'error', error: answer.error }
  return { kind: 'result', result: 'result' in answer ? answer.result : undefined }
}
