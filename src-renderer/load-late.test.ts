import { describe, expect, it, vi } from 'vitest'
import { PartMissing, whenThere } from './load-late.ts'

const there = async () => true

describe('a part of the window that is loaded late', () => {
  it('is loaded without a look at the host', async () => {
    const isThere = vi.fn(there)
    expect(await whenThere(async () => 'part', isThere)).toBe('part')
    expect(isThere).not.toHaveBeenCalled()
  })

  it('comes when the host is back', async () => {
    let isBack = false
    const load = vi.fn(async () => {
      if (!isBack) throw new TypeError('Failed to fetch')
      return 'part'
    })
    let looks = 0
    const isThere = async () => {
      looks += 1
      isBack = looks === 4
      return isBack
    }
    expect(await whenThere(load, isThere, 1)).toBe('part')
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('is tried once more where the host answers, and then given up', async () => {
    const cause = new TypeError('404')
    const load = vi.fn(async () => Promise.reject(cause))
    const failed = whenThere(load, there, 1)
    await expect(failed).rejects.toBeInstanceOf(PartMissing)
    await expect(failed).rejects.toMatchObject({ cause })
    expect(load).toHaveBeenCalledTimes(2)
  })
})
