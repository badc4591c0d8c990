import { describe, expect, it } from 'vitest'
import { fittingDepth } from './json-depth.ts'

describe('how far JSON starts open', () => {
  it('is the wanted depth for a small value', () => expect(fittingDepth({ a: { b: { c: 1 } } }, 4)).toBe(4))

  it('is less for a value of many lines', () => {
    const hits = Array.from({ length: 200 }, (_, id) => ({ id, where: { file: 'a.md', line: id } }))
    expect(fittingDepth({ hits }, 5)).toBe(3)
  })

  it('is at least one level, however wide that is', () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`key${at}`, [at]]))
    expect(fittingDepth(wide, 3)).toBeGreaterThanOrEqual(1)
    expect(fittingDepth({ a: 1 }, 0)).toBe(0)
  })
})
