import type {
  BridgeError,
  MethodInput,
  MethodName,
  MethodOutput,
  TopicName,
  Topics,
} from '../../src-shared/contract/contract.ts'

/** Where the window stands with its host. Times are milliseconds since the epoch. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** `lastAt`: when the host was last heard; `retryAt`: when it is tried again, `null` while that goes on. */
  | { readonly state: 'offline'; readonly lastAt: number | null; readonly retryAt: number | null }
  /** The host is there and does not let this window in: there is no token, or a wrong one. */
  | { readonly state: 'refused' }

/** A call that failed, in the host's words or in those of a broken wire (`code` is then `not-connected`). */
export class CallError extends Error implements BridgeError {
  readonly code: string
  readonly remedy: string

  constructor({ code, message, remedy }: BridgeError) {
    super(message)
    this.name = 'CallError'
    this.code = code
    this.remedy = remedy
  }
}

/** The wire is down: nothing is known about what became of the call. */
export function notConnected(): CallError {
  return new CallError({
    code: 'not-connected',
    message: 'Plumbline could not be reached.',
    remedy: 'It is tried again by itself; if this lasts, start Plumbline again.',
  })
}

type Unsubscribe = () => void

/** The window's only way to its host, whatever lies between them. */
export interface Bridge {
  /** Rejects with a {@link CallError}. */
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>
  /** Gives the state as it is, then events; again after each reconnect. */
  subscribe<Topic extends TopicName>(topic: Topic, listener: (event: Topics[Topic]) => void): Unsubscribe
  connection(): Connection
  onConnection(listener: () => void): Unsubscribe
  /** Tries at once instead of at the next planned time. */
  retryNow(): void
  close(): void
}
