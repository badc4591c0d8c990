import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AppState, Area } from '../../src-shared/contract/contract.ts'
import type { Bridge, BridgeConnection } from '../bridge/bridge.ts'
import type { AppStateStore } from './app-state.tsx'
import { createQueryClient, refetchOnChange } from './queries.ts'

const NONE: Readonly<Record<Area, number>> = {
  library: 0,
  requests: 0,
  errors: 0,
  sessions: 0,
  cache: 0,
  gaps: 0,
  settings: 0,
  connections: 0,
}

const ends: (() => void)[] = []
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.useRealTimers()
})

/** The queries of a window whose state and connection the test changes. */
function setUp(first: Readonly<Record<Area, number>> | null = NONE) {
  let versions = first
  let connection: BridgeConnection['state'] = 'online'
  const stateListeners = new Set<() => void>()
  const connectionListeners = new Set<() => void>()
  const store: AppStateStore = {
    get: () => (versions ? ({ versions } as AppState) : null),
    subscribe(listener) {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
  }
  const bridge = {
    connection: () => ({ state: connection }),
    onConnection: (listener: () => void) => connectionListeners.add(listener),
  } as unknown as Bridge
  const queries = createQueryClient()
  refetchOnChange(queries, store, bridge)
  ends.push(() => queries.clear())
  return {
    change(next: Partial<Record<Area, number>>) {
      versions = { ...(versions ?? NONE), ...next }
      for (const listener of stateListeners) listener()
    },
    connect(next: BridgeConnection['state']) {
      connection = next
      for (const listener of connectionListeners) listener()
    },
    /** Observes an answer of these areas; returns how often it was asked for. */
    async observe(...areas: readonly Area[]) {
      let asked = 0
      const observer = new QueryObserver(queries, {
        queryKey: areas,
        queryFn: async () => ++asked,
        meta: { areas },
      })
      ends.push(observer.subscribe(() => {}))
      await vi.advanceTimersByTimeAsync(0)
      return () => asked
    },
  }
}

it('asks again for the answers of an area that changed, and for no others', async () => {
  const { change, observe } = setUp()
  const gaps = await observe('gaps', 'library')
  const cache = await observe('cache')
  change({ gaps: 1 })
  await vi.advanceTimersByTimeAsync(0)
  expect([gaps(), cache()]).toEqual([2, 1])
  change({ library: 1 })
  await vi.advanceTimersByTimeAsync(0)
  expect([gaps(), cache()]).toEqual([3, 1])
})

it('asks once a second for an area that changes all the time: at once, and after the last change', async () => {
  const { change, observe } = setUp()
  const requests = await observe('requests')
  for (let version = 1; version <= 25; version += 1) {
    change({ requests: version })
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(requests()).toBe(1 + 3)
  await vi.advanceTimersByTimeAsync(500)
  expect(requests()).toBe(1 + 4)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(requests()).toBe(1 + 4)
})

it('takes the first state that comes for no change', async () => {
  const { change, observe } = setUp(null)
  const library = await observe('library')
  change({ library: 7 })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(library()).toBe(1)
  change({ library: 8 })
  await vi.advanceTimersByTimeAsync(0)
  expect(library()).toBe(2)
})

it('asks again for everything once the host is back', async () => {
  const { connect, observe } = setUp()
  const all = [await observe('gaps'), await observe('settings')]
  connect('offline')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(all.map((asked) => asked())).toEqual([1, 1])
  connect('online')
  await vi.advanceTimersByTimeAsync(0)
  expect(all.map((asked) => asked())).toEqual([2, 2])
  connect('online')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(all.map((asked) => asked())).toEqual([2, 2])
})

it('takes a failure as it is: nothing is tried again by itself', async () => {
  const queries = createQueryClient()
  let asked = 0
  const answer = queries.fetchQuery({
    queryKey: ['fails'],
    queryFn: async () => {
      asked += 1
      throw new Error('It failed.')
    },
  })
  await expect(answer).rejects.toThrow('It failed.')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(1)
  queries.clear()
})
