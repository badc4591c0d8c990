import type { AnswerSocket } from './unsent-answers.ts'

/** One HTTP request to `/mcp` or `/mcp/call`. */
export interface HttpCall {
  readonly request: Request
  /** Tells apart the clients that have no session id. */
  readonly client: string
  readonly socket: AnswerSocket
  /** Calls back once, when the response has been sent or the client has disconnected. */
  onDone(listener: () => void): void
}
