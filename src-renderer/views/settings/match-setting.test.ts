import { createElement } from 'react'
import { expect, it } from 'vitest'
import { matchesSetting } from './match-setting.ts'

it('finds every word in the label or the text', () => {
  expect(matchesSetting('', 'Port')).toBe(true)
  expect(matchesSetting('loop PORT', 'Port', 'Loopback only.')).toBe(true)
  expect(matchesSetting('port theme', 'Port', 'Loopback only.')).toBe(false)
})

it('reads the text of elements', () => {
  const text = ['At ', createElement('code', null, '/mcp/ws')]
  expect(matchesSetting('mcp/ws', 'WebSocket', text)).toBe(true)
  expect(matchesSetting('tcp', 'WebSocket', text)).toBe(false)
})
