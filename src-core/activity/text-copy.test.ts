import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaveOutCopy, putCopyBack } from './text-copy.ts'

const answerOf = (data: unknown, more: object = {}) =>
  JSON.stringify({
    result: { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data, ...more },
    jsonrpc: '2.0',
    id: 1,
  })

describe('the text copy of an answer', () => {
  it('is left out and made again, byte for byte', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (data, more) => {
        const answer = answerOf(data, { _meta: { more } })
        const lean = leaveOutCopy(answer)
        expect(lean.length).toBeLessThan(answer.length)
        expect(putCopyBack(lean)).toBe(answer)
      }),
    )
  })

  it.each([
    '',
    '"x"',
    '{"result":{"content":[{"type":"text","text":',
    '{"result":{"content":[{"type":"text","text":"\\u12',
    JSON.stringify({ result: { content: [{ type: 'text', text: 'No such standard.' }], isError: true } }),
    JSON.stringify({ result: { content: [{ type: 'text', text: '{' }], structuredContent: { a: 1 } } }),
    JSON.stringify({
      result: { content: [{ type: 'text', text: '{"a": 1}' }], structuredContent: { a: 1 } },
    }),
    JSON.stringify({ result: { tools: [{ name: answerOf({ a: 1 }) }] } }),
    // Another block besides it.
    JSON.stringify({
      result: {
        content: [
          { type: 'text', text: '{}' },
          { type: 'text', text: '' },
        ],
        structuredContent: {},
      },
    }),
  ])('stays where it is none: %s', (answer) => {
    expect(leaveOutCopy(answer)).toBe(answer)
    expect(putCopyBack(answer)).toBe(answer)
  })

  it('is not made of data that was cut off', () => {
    const lean = leaveOutCopy(answerOf({ a: 'b'.repeat(50), c: [1, 2] }))
    for (let length = 0; length < lean.lastIndexOf('}},'); length++) {
      expect(putCopyBack(lean.slice(0, length))).toBe(lean.slice(0, length))
    }
  })
})
