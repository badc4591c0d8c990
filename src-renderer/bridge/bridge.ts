import type {
  BridgeError,
  MethodInput,
  MethodName,
  MethodOutput,
  TopicName,
  Topics,
} from '../../src-shared/contract/contract.ts'

/** The state of the connection between the window and its host. Times are milliseconds since the epoch. */
export type BridgeConnection =
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** `lastAt`: time of the last message from the host. `retryAt`: time of the next attempt; `null` during an attempt. */
  | { readonly state: 'offline'; readonly lastAt: number | null; readonly retryAt: number | null }
  /** The host rejected the window, because its token is missing or wrong. */
  | { readonly state: 'refused' }

/** A failed window call: the error of the host, or `not-connected` when there is no connection. */
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

/** The error of a call without a connection. The host may have executed the call. */
export function notConnected(): CallError {
  return new CallError({
    code: 'not-connected',
    message: 'Plumbline could not be reached.',
    remedy: 'Plumbline reconnects automatically. If this does not help, restart it.',
  })
}

type Unsubscribe = () => void

/** The interface between the window and its host, independent of the transport. */
export interface Bridge {
  /** Rejects with a {@link CallError}. */
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>
  /** Subscribes to a topic: the current state first, then its events; again after each reconnect. */
  subscribe<Topic extends TopicName>(topic: Topic, listener: (event: Topics[Topic]) => void): Unsubscribe
  connection(): BridgeConnection
  onConnection(listener: () => void): Unsubscribe
  /** Reconnects now instead of at the planned time. */
  retryNow(): void
  close(): void
}
