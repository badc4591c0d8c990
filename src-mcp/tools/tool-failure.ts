/** What a tool could not do; the message says what to do instead. Becomes an `isError` result. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
}

/** A request that breaks the protocol rather than a tool's rules. Becomes JSON-RPC error -32602. */
export class InvalidParams extends Error {
  override readonly name = 'InvalidParams'
}
