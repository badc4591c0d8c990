import type { RequestRow } from '../../src-shared/contract/activity.ts'
import {
  type AppState,
  type ClientMessage,
  type HostMessage,
  TOPICS,
  type TopicName,
  type Topics,
} from '../../src-shared/contract/contract.ts'
import type { Activity } from '../activity/activity.ts'
import type { Dispatch } from './dispatch.ts'
import type { StateFeed } from './state-feed.ts'

/** The transport to one window: a WebSocket or Electron's IPC. */
export interface WindowWire {
  send(message: HostMessage): void
  /** True while sent data is still buffered. Events are then delayed, answers are not. */
  isBusy(): boolean
}

/** The connection of one window. */
export interface WindowConnection {
  /** Handles a message of the window. @returns false when the message is not part of the contract */
  receive(message: unknown): boolean
  close(): void
}

export interface WindowConnectionDeps {
  readonly dispatch: Dispatch
  readonly state: StateFeed
  readonly activity: Pick<Activity, 'follow'>
}

// With more waiting rows than this, the window is told to load the list again.
const MAX_WAITING_ROWS = 2_000
const RETRY_MS = 50

/**
 * Serves one window. A window that reads slowly gets only the newest state. Request rows are buffered for it; when there are too
 * many, they are dropped and the event says `missed`.
 */
export function connectWindow(
  { dispatch, state, activity }: WindowConnectionDeps,
  wire: WindowWire,
): WindowConnection {
  const unsubscribers = new Map<TopicName, () => void>()
  let newestState: AppState | null = null
  let rows: RequestRow[] = []
  let cleared = false
  let missed = false
  let retry: NodeJS.Timeout | undefined
  let closed = false

  function sendEvent<Topic extends TopicName>(topic: Topic, event: Topics[Topic]): void {
    wire.send({ kind: 'event', topic, event })
  }

  /** Sends the buffered events, now or as soon as the wire is free. */
  function flush(): void {
    clearTimeout(retry)
    if (closed) return
    if (wire.isBusy()) {
      retry = setTimeout(flush, RETRY_MS)
      retry.unref()
      return
    }
    if (newestState !== null) sendEvent('state', newestState)
    if (rows.length > 0 || cleared || missed) sendEvent('requests', { rows, cleared, missed })
    newestState = null
    rows = []
    cleared = false
    missed = false
  }

  function addRows(newRows: readonly RequestRow[], wasCleared: boolean): void {
    if (newRows.length === 0 && !wasCleared) return
    if (wasCleared) {
      cleared = true
      rows = []
    }
    rows.push(...newRows)
    if (rows.length > MAX_WAITING_ROWS) {
      rows = []
      missed = true
    }
    flush()
  }

  const topics: { readonly [Topic in TopicName]: () => () => void } = {
    state: () =>
      state.subscribe((current) => {
        newestState = current
        flush()
      }),
    requests() {
      missed = true
      return activity.follow((news) => addRows(news.rows, news.cleared))
    },
  }

  function subscribe(topic: TopicName): void {
    // A second subscription starts the topic again, because its listener needs the current state, too.
    unsubscribers.get(topic)?.()
    unsubscribers.set(topic, topics[topic]())
    flush()
  }

  async function call({ id, method, input }: Extract<ClientMessage, { kind: 'call' }>): Promise<void> {
    const outcome = await dispatch(method, input)
    if (closed) return
    wire.send('error' in outcome ? { kind: 'error', id, ...outcome } : { kind: 'result', id, ...outcome })
  }

  return {
    receive(value) {
      const message = readMessage(value)
      if (message === null) return false
      if (message.kind === 'call') void call(message)
      else if (message.kind === 'subscribe') subscribe(message.topic)
      else {
        unsubscribers.get(message.topic)?.()
        unsubscribers.delete(message.topic)
      }
      return true
    },
    close() {
      closed = true
      clearTimeout(retry)
      for (const unsubscribe of unsubscribers.values()) unsubscribe()
      unsubscribers.clear()
    },
  }
}

type KnownMessage =
  | Extract<ClientMessage, { kind: 'call' }>
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly topic: TopicName }

/** Validates a message; `null` when it is not part of the contract. */
function readMessage(value: unknown): KnownMessage | null {
  if (typeof value !== 'object' || value === null) return null
  const { kind, id, method, input, topic } = value as Record<string, unknown>
  if (kind === 'call') {
    const isCall = typeof id === 'number' && Number.isSafeInteger(id) && typeof method === 'string'
    return isCall ? { kind, id, method, input } : null
  }
  const topicName = TOPICS.find((name) => name === topic)
  if ((kind !== 'subscribe' && kind !== 'unsubscribe') || topicName === undefined) return null
  return { kind, topic: topicName }
}
