import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createSerialQueue } from './serial-queue.ts'

describe('createSerialQueue', () => {
  it('runs tasks in order, one at a time, also after one has failed', async () => {
    const enqueue = createSerialQueue()
    const events: string[] = []
    const task = (name: string, ms: number) => async () => {
      events.push(`${name} starts`)
      await sleep(ms)
      events.push(`${name} ends`)
      if (name === 'b') throw new Error('b failed')
      return name
    }
    const [a, b, c] = await Promise.allSettled([
      enqueue(task('a', 20)),
      enqueue(task('b', 1)),
      enqueue(task('c', 1)),
    ])
    expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
    expect(a).toEqual({ status: 'fulfilled', value: 'a' })
    expect(b).toMatchObject({ status: 'rejected', reason: { message: 'b failed' } })
    expect(c).toEqual({ status: 'fulfilled', value: 'c' })
  })
})
