import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AppState, HostMessage } from '../../src-shared/contract/contract.ts'
import type { ActivityChanges } from '../activity/activity.ts'
import { connectWindow, type WindowConnection } from './window-connection.ts'

/** A source of events that can be followed. `notify` sends an event to every follower. */
function createSource<News>() {
  const listeners = new Set<(news: News) => void>()
  return {
    listeners,
    notify: (news: News) => {
      for (const listener of listeners) listener(news)
    },
    follow(listener: (news: News) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const news = createSource<ActivityChanges>()
const states = createSource<AppState>()
/** A state that is recognizable by its version. */
const stateOf = (version: string) => ({ host: { version } }) as AppState

let current: AppState
let sent: HostMessage[]
let busy: boolean
let connection: WindowConnection

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  current = stateOf('first')
  sent = []
  busy = false
  connection = connectWindow(
    {
      dispatch: async (method, input) =>
        method === 'fails'
          ? { error: { code: 'usage', message: 'It failed.', remedy: 'Try again.' } }
          : { output: { method, input } },
      state: {
        current: () => current,
        markChanged() {},
        subscribe(listener) {
          listener(current)
          return states.follow(listener)
        },
        close() {},
      },
      activity: news,
    },
    { send: (message) => sent.push(message), isBusy: () => busy },
  )
})
afterEach(() => {
  connection.close()
  vi.useRealTimers()
  expect([states.listeners.size, news.listeners.size]).toEqual([0, 0])
})

const subscribe = (topic: string) => connection.receive({ kind: 'subscribe', topic })
const quiet = { sessions: false, errors: false, gaps: false, cleared: false }
const rowsOf = (...seqs: readonly number[]) =>
  seqs.map((seq) => ({ seq })) as unknown as ActivityChanges['rows']
const seqsSent = () => sent.map((message) => message.kind === 'event' && message.event)

it('sends the state as it is, then each that follows, until the window has enough', () => {
  expect(subscribe('state')).toBe(true)
  states.notify(stateOf('second'))
  expect(seqsSent()).toEqual([stateOf('first'), stateOf('second')])
  connection.receive({ kind: 'unsubscribe', topic: 'state' })
  states.notify(stateOf('third'))
  expect(sent).toHaveLength(2)
})

it('sends the state again to a listener that came later, and follows once', () => {
  subscribe('state')
  current = stateOf('newer')
  subscribe('state')
  expect(seqsSent()).toEqual([stateOf('first'), stateOf('newer')])
  expect(states.listeners.size).toBe(1)
})

it('says of the log that rows were missed, then sends rows as they are written', () => {
  subscribe('requests')
  news.notify({ ...quiet, rows: rowsOf(1, 2) })
  // News of other areas are told by the state.
  news.notify({ ...quiet, rows: [], errors: true })
  news.notify({ ...quiet, rows: rowsOf(3), cleared: true })
  expect(seqsSent()).toEqual([
    { rows: [], cleared: false, missed: true },
    { rows: rowsOf(1, 2), cleared: false, missed: false },
    { rows: rowsOf(3), cleared: true, missed: false },
  ])
})

it('keeps the newest state and all rows for a window that is busy', () => {
  subscribe('state')
  subscribe('requests')
  sent = []
  busy = true
  states.notify(stateOf('second'))
  states.notify(stateOf('third'))
  news.notify({ ...quiet, rows: rowsOf(1) })
  news.notify({ ...quiet, rows: rowsOf(2) })
  vi.advanceTimersByTime(500)
  expect(sent).toEqual([])
  busy = false
  vi.advanceTimersByTime(50)
  expect(seqsSent()).toEqual([stateOf('third'), { rows: rowsOf(1, 2), cleared: false, missed: false }])
  vi.advanceTimersByTime(500)
  expect(sent).toHaveLength(2)
})

it('forgets rows that were cleared, and says when there are too many to keep', () => {
  subscribe('requests')
  sent = []
  busy = true
  news.notify({ ...quiet, rows: rowsOf(1, 2) })
  news.notify({ ...quiet, rows: rowsOf(3), cleared: true })
  busy = false
  vi.advanceTimersByTime(50)
  expect(seqsSent()).toEqual([{ rows: rowsOf(3), cleared: true, missed: false }])

  busy = true
  for (let at = 0; at < 21; at++) news.notify({ ...quiet, rows: rowsOf(...Array(100).keys()) })
  busy = false
  vi.advanceTimersByTime(50)
  expect(seqsSent().at(-1)).toEqual({ rows: [], cleared: false, missed: true })
})

it('answers calls by their number, also while the window is busy', async () => {
  busy = true
  connection.receive({ kind: 'call', id: 7, method: 'cache.list', input: { a: 1 } })
  connection.receive({ kind: 'call', id: 8, method: 'fails' })
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  expect(sent).toEqual([
    { kind: 'result', id: 7, output: { method: 'cache.list', input: { a: 1 } } },
    { kind: 'error', id: 8, error: { code: 'usage', message: 'It failed.', remedy: 'Try again.' } },
  ])
})

it('sends nothing once it is closed', async () => {
  subscribe('state')
  busy = true
  states.notify(stateOf('second'))
  const answered = connection.receive({ kind: 'call', id: 1, method: 'cache.list' })
  connection.close()
  busy = false
  vi.advanceTimersByTime(500)
  await Promise.resolve()
  expect(answered).toBe(true)
  expect(seqsSent()).toEqual([stateOf('first')])
})

it.each([
  ['null', null],
  ['a word', 'subscribe'],
  ['a list', []],
  ['another kind', { kind: 'dance' }],
  ['a topic of Object', { kind: 'subscribe', topic: 'toString' }],
  ['no topic', { kind: 'unsubscribe' }],
  ['a call without a number', { kind: 'call', method: 'cache.list' }],
  ['a call with half a number', { kind: 'call', id: 1.5, method: 'cache.list' }],
  ['a call of nothing', { kind: 'call', id: 1 }],
])('takes %s for no message', (_, message) => {
  expect(connection.receive(message)).toBe(false)
  expect(sent).toEqual([])
})
