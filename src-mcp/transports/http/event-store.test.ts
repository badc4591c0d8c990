import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { createEventStore, EventMemory } from './event-store.ts'

const message = (id: number, text = ''): JSONRPCMessage => ({ jsonrpc: '2.0', id, result: { text } })

async function replay(store: ReturnType<typeof createEventStore>, after: string) {
  const ids: unknown[] = []
  await store.replayEventsAfter(after, {
    send: async (_, sent) => void ids.push('id' in sent ? sent.id : null),
  })
  return ids
}

describe('the event store', () => {
  it('gives back what one stream missed, in order', async () => {
    const store = createEventStore(new EventMemory())
    const first = await store.storeEvent('a', message(1))
    await store.storeEvent('b', message(2))
    await store.storeEvent('a', message(3))
    const last = await store.storeEvent('a', message(4))
    expect(await store.getStreamIdForEventId?.(first)).toBe('a')
    expect(await replay(store, first)).toEqual([3, 4])
    expect(await replay(store, last)).toEqual([])
  })

  it('forgets the oldest of too many and of too much', async () => {
    const store = createEventStore(new EventMemory())
    for (let id = 1; id <= 300; id++) await store.storeEvent('a', message(id))
    expect((await replay(store, '0.a')).length).toBe(256)
    const big = 'x'.repeat(3 * 1024 * 1024)
    await store.storeEvent('a', message(301, big))
    await store.storeEvent('a', message(302, big))
    expect(await replay(store, '0.a')).toEqual([302])
  })

  it('knows an id that is none', async () => {
    const store = createEventStore(new EventMemory())
    expect(await store.getStreamIdForEventId?.('nonsense')).toBeUndefined()
  })
})
