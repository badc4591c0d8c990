/** Why a tool could not answer. MCP has one kind of failure; the REST routes tell these apart. */
export type FailureReason = 'failed' | 'arguments' | 'not-found'

/** How the log tells of a failure. */
export interface FailureNote {
  /** A few words: `no standard has this id`. */
  readonly brief: string
  /** True when something was asked for that the library does not have: a gap, and not a mistake. */
  readonly isGap: boolean
}

const NOTES: Readonly<Record<FailureReason, FailureNote>> = {
  failed: { brief: 'could not answer', isGap: false },
  arguments: { brief: 'wrong arguments', isGap: false },
  'not-found': { brief: 'not found', isGap: true },
}

/** What a tool could not do; the message says what to do instead. Becomes an `isError` result. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
  readonly reason: FailureReason
  readonly note: FailureNote

  constructor(message: string, reason: FailureReason = 'failed', note: Partial<FailureNote> = {}) {
    super(message)
    this.reason = reason
    this.note = { ...NOTES[reason], ...note }
  }
}

/** A request that breaks the protocol rather than a tool's rules. Becomes JSON-RPC error -32602. */
export class InvalidParams extends Error {
  override readonly name = 'InvalidParams'
}
