import { createElement } from 'react'
import { describe, expect, it } from 'vitest'
import { matchesWords } from './match-setting.ts'

describe('a search among settings', () => {
  it('finds every word in the label or the text, whatever their case', () => {
    expect(matchesWords('', 'Port')).toBe(true)
    expect(matchesWords('loop PORT', 'Port', 'Loopback only.')).toBe(true)
    expect(matchesWords('port theme', 'Port', 'Loopback only.')).toBe(false)
  })

  it('reads what is inside elements', () => {
    const text = ['At ', createElement('code', null, '/mcp/ws')]
    expect(matchesWords('mcp/ws', 'WebSocket', text)).toBe(true)
    expect(matchesWords('tcp', 'WebSocket', text)).toBe(false)
  })
})
