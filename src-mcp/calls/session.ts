import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import type { LiveSession } from '../../src-core/activity/activity.ts'
import type { PendingRequest } from './pending-request.ts'

/** The time that one client spends with this process. A new object after each change. */
export type Session = LiveSession

/** A session, for the transport that serves it. */
export interface SessionHandle {
  readonly id: string
  /** The session as it is now. */
  current(): Session
  /** To be called with each incoming message. Returns the request that it is, which the caller ends with its answer. */
  received(message: JSONRPCMessage): PendingRequest | undefined
  /** To be called with the error that answered an unreadable message. */
  rejected(answer: JSONRPCErrorResponse): void
  /** To be called when one side ends the session; the last answers may still be sent. */
  ending(): void
  /** To be called when the connection is gone. Removes the session from the registry. Idempotent. */
  gone(): void
}
