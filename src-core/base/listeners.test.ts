import { describe, expect, it } from 'vitest'
import { createListeners } from './listeners.ts'

describe('createListeners', () => {
  it('notifies every listener until it is removed, also one that was added twice', () => {
    const listeners = createListeners<[word: string]>()
    const received: string[] = []
    const listener = (word: string) => void received.push(word)
    const removeFirst = listeners.add(listener)
    listeners.add(listener)
    listeners.notify('a')
    removeFirst()
    removeFirst()
    listeners.notify('b')
    expect(received).toEqual(['a', 'a', 'b'])
    expect(listeners.size).toBe(1)
    listeners.clear()
    listeners.notify('c')
    expect(received).toHaveLength(3)
  })

  it('allows listeners to remove themselves while they are notified', () => {
    const listeners = createListeners()
    let calls = 0
    const remove = listeners.add(() => {
      calls++
      remove()
    })
    listeners.add(() => calls++)
    listeners.notify()
    listeners.notify()
    expect(calls).toBe(3)
  })
})
