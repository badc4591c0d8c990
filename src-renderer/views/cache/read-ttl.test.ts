import { expect, it } from 'vitest'
import { readTtl } from './read-ttl.ts'

it.each([
  ['300', 300],
  ['300 s', 300],
  [' 5 min ', 300],
  ['1.5m', 90],
  ['24 h', 86_400],
])('%j is %d seconds', (text, seconds) => expect(readTtl(text)).toEqual({ seconds }))

it.each(['', 'soon', '-5', '0', '0.5', '25 h', '5 days'])('%j is wrong, and said to be', (text) =>
  expect(readTtl(text)).toEqual({ wrong: expect.stringMatching(/s/) }),
)
