import { describe, expect, it } from 'vitest'
import { parseStandardRef } from './standard-ref.ts'

describe('parseStandardRef', () => {
  it.each([
    ['python/testing.md', { id: 'python/testing.md' }],
    ['standard:///python/testing.md', { id: 'python/testing.md' }],
    ['standard:///a%20b/%23.md#set-up', { id: 'a b/#.md', section: 'set-up' }],
    ['standard:///a.md#', { id: 'a.md' }],
    ['standard:///100%.md', { id: '100%.md' }],
    ['c#/naming.md', { id: 'c#/naming.md' }],
  ])('%s', (ref, expected) => {
    expect(parseStandardRef(ref)).toEqual(expected)
  })
})
