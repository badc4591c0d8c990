import { expect, it } from 'vitest'
import { parseTtl } from './parse-ttl.ts'

it.each([
  ['300', 300],
  ['300 s', 300],
  [' 5 min ', 300],
  ['1.5m', 90],
  ['24 h', 86_400],
])('parses %j as %d seconds', (text, seconds) => expect(parseTtl(text)).toEqual({ seconds }))

it.each(['', 'soon', '-5', '0', '0.5', '25 h', '5 days'])('rejects %j', (text) =>
  expect(parseTtl(text)).toEqual({ error: expect.stringMatching(/^Enter a time/) }),
)
