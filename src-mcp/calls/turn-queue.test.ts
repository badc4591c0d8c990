import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { PendingRequest } from './pending-request.ts'
import { TurnQueue } from './turn-queue.ts'

function open(running: number) {
  const started: number[] = []
  const crowd: boolean[] = []
  const state = { isFull: false }
  const queue = new TurnQueue({
    running,
    isFull: () => state.isFull,
    onCrowded: (isCrowded) => crowd.push(isCrowded),
  })
  const add = (id: number, bytes = 100) => {
    const request = new PendingRequest({ jsonrpc: '2.0', id, method: 'tools/call' }, () => {})
    queue.add(request, bytes, () => started.push(id))
    return request
  }
  return { queue, state, started, crowd, add }
}

describe('a request queue', () => {
  it('starts a request at once, and the next ones as those before them end, in their order', async () => {
    const { queue, started, add } = open(2)
    const [first, second] = [1, 2, 3, 4, 5].map((id) => add(id))
    expect(started).toEqual([1, 2])
    second?.end(null)
    await eventually(() => started.length === 3)
    first?.end(null)
    await eventually(() => started.length === 4)
    expect(started).toEqual([1, 2, 3, 4])
    expect(queue.size).toBe(1)
  })

  it('starts nothing while answers are unsent', async () => {
    const { queue, state, started, add } = open(2)
    state.isFull = true
    add(1)
    await setImmediate()
    queue.poke()
    await setImmediate()
    expect(started).toEqual([])
    state.isFull = false
    queue.poke()
    await eventually(() => started.length === 1)
  })

  it('never starts a request that ended while it waited, and lets the others through', async () => {
    const { started, add } = open(1)
    const requests = [1, 2, 3].map((id) => add(id))
    requests[1]?.end(null)
    requests[0]?.end(null)
    await eventually(() => started.length === 2)
    expect(started).toEqual([1, 3])
  })

  it('lets the event loop turn between requests, so that what they answered is sent', async () => {
    const { started, add } = open(100)
    for (let id = 0; id < 10; id++) add(id)
    expect(started.length).toBeLessThan(10)
    await eventually(() => started.length === 10)
  })

  it('says when it is crowded by number or by length, and when it is no more', () => {
    const { queue, crowd, add } = open(1)
    const requests = Array.from({ length: 1_100 }, (_, id) => add(id))
    expect(crowd).toEqual([true])
    for (const request of requests.reverse()) request.end(null)
    expect(crowd).toEqual([true, false])
    const large = [1, 2, 3].map((id) => add(id, 6 * 1024 * 1024))
    expect(queue.isCrowded).toBe(true)
    for (const request of large.reverse()) request.end(null)
    expect(queue.isCrowded).toBe(false)
  })
})
