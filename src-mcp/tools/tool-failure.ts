/** Why a tool could not answer. MCP has one kind of failure; the REST routes tell these apart. */
export type FailureReason = 'failed' | 'arguments' | 'not-found'

/** What a tool could not do; the message says what to do instead. Becomes an `isError` result. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
  readonly reason: FailureReason

  constructor(message: string, reason: FailureReason = 'failed') {
    super(message)
    this.reason = reason
  }
}

/** A request that breaks the protocol rather than a tool's rules. Becomes JSON-RPC error -32602. */
export class InvalidParams extends Error {
  override readonly name = 'InvalidParams'
}
