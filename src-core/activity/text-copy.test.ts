import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { omitTextCopy, restoreTextCopy } from './text-copy.ts'

const answerOf = (data: unknown, more: object = {}) =>
  JSON.stringify({
    result: { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data, ...more },
    jsonrpc: '2.0',
    id: 1,
  })

describe('the text copy of an answer', () => {
  it('is omitted and restored, byte for byte', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (data, more) => {
        const answer = answerOf(data, { _meta: { more } })
        const short = omitTextCopy(answer)
        expect(short.length).toBeLessThan(answer.length)
        expect(restoreTextCopy(short)).toBe(answer)
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
    // There is a second block.
    JSON.stringify({
      result: {
        content: [
          { type: 'text', text: '{}' },
          { type: 'text', text: '' },
        ],
        structuredContent: {},
      },
    }),
  ])('is not found in %s', (answer) => {
    expect(omitTextCopy(answer)).toBe(answer)
    expect(restoreTextCopy(answer)).toBe(answer)
  })

  it('is not restored from truncated data', () => {
    const short = omitTextCopy(answerOf({ a: 'b'.repeat(50), c: [1, 2] }))
    for (let length = 0; length < short.lastIndexOf('}},'); length++) {
      expect(restoreTextCopy(short.slice(0, length))).toBe(short.slice(0, length))
    }
  })
})
