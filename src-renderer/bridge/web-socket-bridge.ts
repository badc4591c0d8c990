import type { ClientMessage, HostMessage } from '../../src-shared/contract/contract.ts'
import { createTopicListeners } from '../../src-shared/contract/topic-listeners.ts'
import { type Bridge, type BridgeConnection, CallError, notConnected } from './bridge.ts'

/** Milliseconds before each reconnect attempt; the last value applies to all further attempts. */
const BACKOFF = [250, 500, 1_000, 2_000, 5_000] as const
/** Close codes after which the window does not reconnect: policy violation, unauthorized. */
const FINAL_CLOSE_CODES: readonly number[] = [1008, 4401]

export interface WebSocketBridgeOptions {
  /** A new, connecting socket. */
  readonly open: () => WebSocket
  /** Milliseconds to wait before try number `attempt`, from 0. */
  readonly backoff?: (attempt: number) => number
  readonly now?: () => number
}

interface Pending {
  readonly resolve: (output: never) => void
  readonly reject: (error: CallError) => void
}

/** A bridge over a WebSocket. It reconnects automatically and restores its subscriptions. */
export function openWebSocketBridge(options: WebSocketBridgeOptions): Bridge {
  const backoff = options.backoff ?? ((attempt) => BACKOFF[attempt] ?? 5_000)
  const now = options.now ?? Date.now
  const pending = new Map<number, Pending>()
  const listeners = createTopicListeners(send)
  const watchers = new Set<() => void>()
  let connection: BridgeConnection = { state: 'connecting' }
  let socket: WebSocket | null = null
  let lastId = 0
  let attempt = 0
  let lastAt: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  function setConnection(next: BridgeConnection): void {
    connection = next
    for (const watcher of watchers) watcher()
  }

  function send(message: ClientMessage): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false
    socket.send(JSON.stringify(message))
    return true
  }

  function failPending(): void {
    const calls = [...pending.values()]
    pending.clear()
    for (const call of calls) call.reject(notConnected())
  }

  function receive(message: HostMessage): void {
    lastAt = now()
    if (message.kind === 'event') {
      listeners.notify(message.topic, message.event)
      return
    }
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'result') call?.resolve(message.output as never)
    else call?.reject(new CallError(message.error))
  }

  function connect(): void {
    clearTimeout(timer)
    const opened = options.open()
    socket = opened
    opened.addEventListener('open', () => {
      if (socket !== opened) return
      attempt = 0
      lastAt = now()
      setConnection({ state: 'online' })
      for (const topic of listeners.topics()) send({ kind: 'subscribe', topic })
    })
    opened.addEventListener('message', ({ data }) => {
      if (socket !== opened) return
      const message = parseMessage(data)
      if (message) receive(message)
    })
    opened.addEventListener('close', ({ code }) => {
      if (socket !== opened) return
      socket = null
      failPending()
      if (closed) return
      if (FINAL_CLOSE_CODES.includes(code)) setConnection({ state: 'refused' })
      else waitToRetry()
    })
  }

  function waitToRetry(): void {
    const wait = backoff(attempt)
    attempt += 1
    setConnection({ state: 'offline', lastAt, retryAt: now() + wait })
    timer = setTimeout(() => {
      setConnection({ state: 'offline', lastAt, retryAt: null })
      connect()
    }, wait)
  }

  connect()

  return {
    call(method, input) {
      return new Promise((resolve, reject) => {
        lastId += 1
        if (send({ kind: 'call', id: lastId, method, input })) pending.set(lastId, { resolve, reject })
        else reject(notConnected())
      })
    },
    subscribe: listeners.subscribe,
    connection: () => connection,
    onConnection(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    retryNow() {
      if (closed || connection.state === 'online' || connection.state === 'connecting') return
      if (connection.state === 'offline' && connection.retryAt === null) return
      attempt = 0
      setConnection({ state: 'offline', lastAt, retryAt: null })
      connect()
    },
    close() {
      closed = true
      clearTimeout(timer)
      socket?.close()
      failPending()
    },
  }
}

/** Validates a message, because another program may use the host's port after the host ended. */
function parseMessage(data: unknown): HostMessage | null {
  if (typeof data !== 'string') return null
  try {
    const value: unknown = JSON.parse(data)
    const known =
      typeof value === 'object' &&
      value !== null &&
      'kind' in value &&
      (value.kind === 'result' || value.kind === 'error' || value.kind === 'event')
    return known ? (value as HostMessage) : null
  } catch {
    return null
  }
}
