import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { InvalidParams } from './tool-failure.ts'

describe('cursors', () => {
  it('come back as they went', () => {
    expect(decodeCursor(encodeCursor('größe/a b#c.md'))).toBe('größe/a b#c.md')
    expect(encodeCursor('größe/?.md')).toMatch(/^[\w-]+$/)
  })
  it.each([
    '',
    'zzz',
    '12',
    Buffer.from('null').toString('base64url'),
    Buffer.from('{"v":2,"after":"a"}').toString('base64url'),
    Buffer.from('{"v":1,"after":5}').toString('base64url'),
    Buffer.from('{"v":1}').toString('base64url'),
  ])('rejects %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(InvalidParams)
  })
})
