import { describe, expect, it } from 'vitest'
import { createSubscriptions } from './subscriptions.ts'

describe('createSubscriptions', () => {
  it('knows the URIs by the standard that they name, as they were written', () => {
    const subscriptions = createSubscriptions()
    subscriptions.add('standard:///a.md', 'standard:///a.md')
    subscriptions.add('standard:///a.md#x', 'standard:///a.md')
    subscriptions.add('standard:///a.md#x', 'standard:///a.md')
    expect(subscriptions.following('standard:///a.md')).toEqual(['standard:///a.md', 'standard:///a.md#x'])
    subscriptions.remove('standard:///a.md')
    subscriptions.remove('standard:///never.md')
    expect(subscriptions.following('standard:///a.md')).toEqual(['standard:///a.md#x'])
    expect(subscriptions.following('standard:///b.md')).toEqual([])
  })

  it('rejects one over the limit, and takes it after another was removed', () => {
    const subscriptions = createSubscriptions({ limit: 2 })
    subscriptions.add('a', 'a')
    subscriptions.add('b', 'b')
    expect(() => subscriptions.add('c', 'c')).toThrow(/follows 2 resources/)
    subscriptions.add('b', 'b')
    subscriptions.remove('a')
    subscriptions.add('c', 'c')
    expect(subscriptions.following('c')).toEqual(['c'])
  })
})
