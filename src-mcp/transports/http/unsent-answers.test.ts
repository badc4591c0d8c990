import { describe, expect, it } from 'vitest'
import { UnsentAnswers } from './unsent-answers.ts'

class FakeSocket {
  bytesWritten = 1_000
  writableLength = 0
  destroyed = false
  destroy(): void {
    this.destroyed = true
  }
}

describe('unsent answers', () => {
  it('count from their making until the client has taken them, or is gone', () => {
    const unsent = new UnsentAnswers()
    const [first, second] = [new FakeSocket(), new FakeSocket()]
    const close = unsent.open(first)
    unsent.open(second)
    unsent.add(first, 500)
    unsent.add(second, 70)
    expect(unsent.total()).toBe(570)
    // Handed to the socket, which still has it.
    first.bytesWritten += 500
    first.writableLength = 500
    expect(unsent.total()).toBe(570)
    first.writableLength = 100
    expect(unsent.total()).toBe(170)
    close()
    expect(unsent.total()).toBe(70)
    unsent.add(first, 999)
    expect(unsent.total()).toBe(70)
  })

  it('that nobody takes end in a disconnection, and those that are taken slowly do not', () => {
    const unsent = new UnsentAnswers()
    const [stuck, slow, idle] = [new FakeSocket(), new FakeSocket(), new FakeSocket()]
    for (const socket of [stuck, slow, idle]) unsent.open(socket)
    unsent.add(stuck, 500)
    unsent.add(slow, 500)
    const now = Date.now()
    for (const seconds of [1, 5, 9, 12, 15]) {
      slow.bytesWritten += 1
      unsent.dropStalled(now + seconds * 1_000)
    }
    expect([stuck, slow, idle].map(({ destroyed }) => destroyed)).toEqual([true, false, false])
    expect(unsent.total()).toBe(495)
  })
})
