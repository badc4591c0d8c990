import { describe, expect, it } from 'vitest'
import { readMessage } from './read-message.ts'

const rpc = { jsonrpc: '2.0' }

describe('readMessage', () => {
  it.each([
    { ...rpc, id: 1, method: 'ping' },
    { ...rpc, id: 'a', method: 'ping', params: { _meta: { progressToken: 1 } } },
    { ...rpc, method: 'notifications/initialized' },
    { ...rpc, id: 1, result: {} },
    { ...rpc, id: 1, error: { code: 1, message: 'x' } },
  ])('takes %j', (message) => {
    expect(readMessage(message)).toEqual({ message })
  })
  it('leaves out what JSON-RPC does not know, for which the SDK would drop the message', () => {
    expect(readMessage({ ...rpc, id: 1, method: 'ping', extra: 1 })).toEqual({
      message: { ...rpc, id: 1, method: 'ping' },
    })
    expect(readMessage({ ...rpc, id: 1, method: 'ping', params: null })).toEqual({
      message: { ...rpc, id: 1, method: 'ping' },
    })
  })
  it.each([
    [42, -32600, undefined],
    ['text', -32600, undefined],
    [null, -32600, undefined],
    [true, -32600, undefined],
    [{}, -32600, undefined],
    [{ id: 'x', method: 'ping' }, -32600, 'x'],
    [{ ...rpc, id: 7 }, -32600, 7],
    [{ ...rpc, id: 7, method: 5 }, -32600, 7],
    [{ ...rpc, id: null, method: 'ping' }, -32600, undefined],
    [{ ...rpc, id: 1.5, method: 'ping' }, -32600, undefined],
    [{ ...rpc, id: 1e300, method: 'ping' }, -32600, undefined],
    [{ ...rpc, id: {}, method: 'ping' }, -32600, undefined],
    [{ ...rpc, id: 1, method: 'ping', params: 5 }, -32602, 1],
    [{ ...rpc, id: 1, method: 'ping', params: [] }, -32602, 1],
    [{ ...rpc, id: 1, method: 'ping', params: { _meta: 5 } }, -32602, 1],
    [{ ...rpc, id: 1, result: 5 }, -32600, undefined],
  ])('rejects %j with %i', (value, code, id) => {
    const { error: answer } = readMessage(value) as { error: { id?: unknown; error: { code: number } } }
    expect(answer.error.code).toBe(code)
    expect(answer.id).toBe(id)
    expect('id' in answer).toBe(id !== undefined)
  })
})
