import { describe, expect, it } from 'vitest'
import { parseStandardRef, parseStandardUri, standardUri } from './uri.ts'

describe('parseStandardRef', () => {
  it.each([
    ['python/testing.md', { id: 'python/testing.md' }],
    ['standard:///python/testing.md', { id: 'python/testing.md' }],
    ['Standard:///python/testing.md', { id: 'python/testing.md' }],
    ['standard:///a%20b/%23.md#set-up', { id: 'a b/#.md', section: 'set-up' }],
    ['standard:///a.md#', { id: 'a.md' }],
    ['standard:///100%.md', { id: '100%.md' }],
    ['c#/naming.md', { id: 'c#/naming.md' }],
  ])('%s', (ref, expected) => {
    expect(parseStandardRef(ref)).toEqual(expected)
  })
})

describe('parseStandardUri', () => {
  it.each(['c#/naming.md', 'odd 100% 😀?.md', 'percent%20.md'])('reads the URI of %s', (id) => {
    expect(parseStandardUri(standardUri(id))).toEqual({ id })
    expect(parseStandardUri(standardUri(id, 'größe'))).toEqual({ id, section: 'größe' })
  })

  it('returns null for an id', () => {
    expect(parseStandardUri('python/testing.md')).toBeNull()
  })
})
