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

/** The way to one window, whatever it is made of. */
export interface WindowWire {
  send(message: HostMessage): void
  /** True while what was sent has not left: events wait then, answers do not. */
  isBusy(): boolean
}

/** One window, connected. */
export interface WindowConnection {
  /** Takes a message of the window, whatever it is. @returns false when it is none of the contract's */
  receive(message: unknown): boolean
  close(): void
}

/** What a connection passes on. */
export interface ConnectionDeps {
  readonly dispatch: Dispatch
  readonly state: StateFeed
  readonly activity: Pick<Activity, 'follow'>
}

// A window that is away for long asks anew rather than be told everything.
const MOST_ROWS = 2_000
const RETRY_MS = 50

/**
 * Serves one window. A slow one gets the newest state and skips those between; rows wait for it, and when they become too many it is told
 * that some were left out.
 */
export function connectWindow(
  { dispatch, state, activity }: ConnectionDeps,
  wire: WindowWire,
): WindowConnection {
  const ends = new Map<TopicName, () => void>()
  let newest: AppState | null = null
  let rows: RequestRow[] = []
  let cleared = false
  let missed = false
  let retry: NodeJS.Timeout | undefined
  let closed = false

  function tell<Topic extends TopicName>(topic: Topic, event: Topics[Topic]): void {
    wire.send({ kind: 'event', topic, event })
  }

  /** Sends what waits, now or as soon as the wire is free. */
  function flush(): void {
    clearTimeout(retry)
    if (closed) return
    if (wire.isBusy()) {
      retry = setTimeout(flush, RETRY_MS)
      retry.unref()
      return
    }
    if (newest !== null) tell('state', newest)
    if (rows.length > 0 || cleared || missed) tell('requests', { rows, cleared, missed })
    newest = null
    rows = []
    cleared = false
    missed = false
  }

  function addRows(more: readonly RequestRow[], areCleared: boolean): void {
    if (more.length === 0 && !areCleared) return
    if (areCleared) {
      cleared = true
      rows = []
    }
    rows.push(...more)
    if (rows.length > MOST_ROWS) {
      rows = []
      missed = true
    }
    flush()
  }

  const begin: { readonly [Topic in TopicName]: () => () => void } = {
    state: () =>
      state.follow((now) => {
        newest = now
        flush()
      }),
    requests() {
      missed = true
      return activity.follow((news) => addRows(news.rows, news.cleared))
    },
  }

  function subscribe(topic: TopicName): void {
    // Again, for a listener that came later: it wants the state as it is too.
    ends.get(topic)?.()
    ends.set(topic, begin[topic]())
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
        ends.get(message.topic)?.()
        ends.delete(message.topic)
      }
      return true
    },
    close() {
      closed = true
      clearTimeout(retry)
      for (const end of ends.values()) end()
      ends.clear()
    },
  }
}

type KnownMessage =
  | Extract<ClientMessage, { kind: 'call' }>
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly topic: TopicName }

/** A message of the contract, or `null` for anything else. */
function readMessage(value: unknown): KnownMessage | null {
  if (typeof value !== 'object' || value === null) return null
  const { kind, id, method, input, topic } = value as Record<string, unknown>
  if (kind === 'call') {
    const isCall = typeof id === 'number' && Number.isSafeInteger(id) && typeof method === 'string'
    return isCall ? { kind, id, method, input } : null
  }
  const known = TOPICS.find((name) => name === topic)
  if ((kind !== 'subscribe' && kind !== 'unsubscribe') || known === undefined) return null
  return { kind, topic: known }
}
