import type { JSONRPCErrorResponse, JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server'
import type { PendingRequest } from './pending-request.ts'
import type { CallNotes } from './request-context.ts'
import type { Session } from './session.ts'

/** A request with its answer, a notification, or an unreadable message, as the observers of the process get it. */
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
  readonly notes: CallNotes
  /** From the arrival of the message to its answer, in microseconds; 0 for a notification. */
  readonly micros: number
  /** What the client got; `messageText` gives it as JSON. `null`: nothing. */
  readonly sent: object | null
}

export type Outcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: JSONRPCErrorResponse['error'] }
  /** The client cancelled the request, or disconnected before the answer. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'notification' }

/** The method under which the activity log shows what was no valid message. */
const UNREADABLE = 'unreadable'

/**
 * @param session the session as it is now
 * @param answer `null`: the request gets none
 * @param sent what the client gets
 */
export function requestExchange(
  request: PendingRequest,
  session: Session,
  answer: JSONRPCMessage | null,
  sent: object | null,
): Exchange {
  const { message } = request
  return {
    session,
    startedAt: request.startedAt,
    method: message.method,
    tool: toolOf(message),
    id: message.id,
    params: message.params,
    outcome: outcomeOf(answer),
    notes: request.notes,
    micros: request.elapsed(),
    sent,
  }
}

/** An unreadable message and the error that answered it. */
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
    notes: {},
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
