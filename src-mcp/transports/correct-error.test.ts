import { describe, expect, it } from 'vitest'
import { correctError } from './correct-error.ts'

const issues = JSON.stringify([
  {
    code: 'invalid_type',
    path: ['params', 'uri'],
    message: 'Invalid input: expected string, received undefined',
  },
])

function error(code: number, message: string) {
  return { jsonrpc: '2.0' as const, id: 1, error: { code, message } }
}

describe('correctError', () => {
  it("makes invalid params of a validator's issue list", () => {
    const corrected = error(-32602, 'Invalid params: params.uri: expected string, received undefined.')
    expect(correctError(error(-32603, issues))).toEqual(corrected)
    expect(correctError(error(-32602, `Invalid tools/call request: ${issues}`))).toEqual(corrected)
  })
  it('leaves everything else as it is', () => {
    for (const message of [
      error(-32603, 'Internal error'),
      error(-32603, 'broken [1, 2]'),
      error(-32603, 'broken [}]'),
      error(-32601, issues),
      { jsonrpc: '2.0' as const, id: 1, result: {} },
    ]) {
      expect(correctError(message)).toBe(message)
    }
  })
})
