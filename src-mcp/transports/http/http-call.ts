/** One HTTP request to `/mcp`. */
export interface HttpCall {
  readonly request: Request
  /** Tells apart the clients that have no session id. */
  readonly client: string
  /** Calls back once, when the response has been sent or the client has disconnected. */
  onDone(listener: () => void): void
}
