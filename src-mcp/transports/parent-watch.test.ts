import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { parentLives, watchParent } from './parent-watch.ts'

describe('parentLives', () => {
  it.each([
    ['the same parent, alive', 10, true, true],
    ['another parent: POSIX gave the child away', 1, true, false],
    ['the same id, but nobody has it: Windows', 10, false, false],
  ])('%s', (_, ppid, alive, expected) => {
    expect(parentLives(10, { ppid: () => ppid, isAlive: () => alive })).toBe(expected)
  })
  it('takes process 1 for alive', () => {
    expect(parentLives(1, { ppid: () => 1, isAlive: () => false })).toBe(true)
  })
})

describe('watchParent', () => {
  it('says once that a real process is gone, and keeps nothing alive', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(child, 'spawn')
    const isAlive = (pid: number) => child.exitCode === null && child.signalCode === null && pid === child.pid
    let gone = 0
    let looks = 0
    const ppid = () => {
      looks++
      return child.pid ?? 0
    }
    const stop = watchParent(() => gone++, { ppid, isAlive }, 5)
    await eventually(() => looks > 3)
    expect(gone).toBe(0)
    child.kill()
    await once(child, 'exit')
    await eventually(() => gone > 0)
    const looked = looks
    // It looks no more, where it looked every five milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([gone, looks]).toEqual([1, looked])
    stop()
  })
})
