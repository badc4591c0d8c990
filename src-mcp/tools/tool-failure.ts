/** Why a tool could not answer. MCP has one kind of failure; the REST routes distinguish these. */
export type FailureReason = 'failed' | 'arguments' | 'not-found'

/** How the activity log describes a failure. */
export interface FailureNote {
  /** A few words: `no standard has this id`. */
  readonly brief: string
  /** True for a call for something that the library does not have: a gap, not a mistake. */
  readonly isGap: boolean
}

const NOTES: Readonly<Record<FailureReason, FailureNote>> = {
  failed: { brief: 'could not answer', isGap: false },
  arguments: { brief: 'wrong arguments', isGap: false },
  'not-found': { brief: 'not found', isGap: true },
}

/** A failure of a tool; the message tells the model what to do instead. Becomes an `isError` result. */
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

/** A request that is invalid in the protocol's terms, not the tool's. Becomes JSON-RPC error -32602. */
export class InvalidParams extends Error {
  override readonly name = 'InvalidParams'
}
