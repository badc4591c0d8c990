import { isInitializeRequest, isJSONRPCRequest } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { readParams } from './lenient-params.ts'

const requestOf = (method: string, params: unknown) => ({ jsonrpc: '2.0', id: 1, method, params }) as const
const NOBODY = { name: '', version: '' }
const DEEP = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)

describe('initialize', () => {
  it.each([
    [{ protocolVersion: '2025-06-18', capabilities: {} }, {}, NOBODY],
    [
      { protocolVersion: '2025-06-18', clientInfo: { name: 'a', version: '1' } },
      {},
      { name: 'a', version: '1' },
    ],
    [{ capabilities: null, clientInfo: { name: 'a', version: 1 } }, {}, { name: 'a', version: '1' }],
    [{ clientInfo: { name: 'a', version: '1', title: null, icons: null } }, {}, { name: 'a', version: '1' }],
    [
      { clientInfo: { name: 'a', version: '1', title: 'A', icons: [{ src: 'x', sizes: null }] } },
      {},
      { name: 'a', version: '1', title: 'A' },
    ],
    [{ capabilities: { roots: null, sampling: true, elicitation: null } }, { sampling: {} }, NOBODY],
    [{ capabilities: { roots: { listChanged: null }, tasks: 5, x: 1 } }, { roots: {}, x: 1 }, NOBODY],
    [
      { capabilities: { roots: { listChanged: true }, experimental: DEEP } },
      { roots: { listChanged: true } },
      NOBODY,
    ],
    [null, {}, NOBODY],
    [{ clientInfo: 'me', capabilities: [] }, {}, NOBODY],
  ])('%# is completed', (params, capabilities, clientInfo) => {
    const read = readParams('initialize', params)
    expect(isInitializeRequest(requestOf('initialize', read))).toBe(true)
    expect(read).toMatchObject({ clientInfo })
    expect((read as { capabilities: unknown }).capabilities).toEqual(capabilities)
  })
  it('that is valid stays as it is', () => {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: { sampling: {}, own: { a: null } },
      clientInfo: { name: 'a', version: '1', extra: null },
    }
    expect(readParams('initialize', params)).toBe(params)
  })
  it('without a readable version is left to the SDK', () => {
    const read = readParams('initialize', { protocolVersion: { a: 1 } })
    expect(isInitializeRequest(requestOf('initialize', read))).toBe(false)
  })
})

describe('other params', () => {
  const VERSION = 'io.modelcontextprotocol/protocolVersion'
  const INFO = 'io.modelcontextprotocol/clientInfo'
  it.each([
    ['tools/list', null, undefined],
    ['tools/list', { cursor: null }, {}],
    ['tools/list', { cursor: '' }, {}],
    ['tools/call', { _meta: null, name: 'a', arguments: null }, { name: 'a' }],
    ['tools/call', { name: 'a', arguments: '{"limit":2}' }, { name: 'a', arguments: { limit: 2 } }],
    ['tools/call', { name: 'a', arguments: 'all' }, { name: 'a', arguments: 'all' }],
    ['tools/call', { name: 'a', _meta: { progressToken: null } }, { name: 'a', _meta: {} }],
    [
      'ping',
      { _meta: { [INFO]: { name: 'a', version: 2, title: null } } },
      { _meta: { [INFO]: { name: 'a', version: '2' } } },
    ],
    ['ping', { _meta: { [VERSION]: '9'.repeat(500) } }, { _meta: { [VERSION]: `${'9'.repeat(100)}…` } }],
    [
      'prompts/get',
      { name: 'p', arguments: { a: 5, b: null, c: 'x' } },
      { name: 'p', arguments: { a: '5', c: 'x' } },
    ],
  ])('%s %j', (method, params, meant) => {
    const read = readParams(method, params)
    expect(read).toEqual(meant)
    if (read !== undefined) expect(isJSONRPCRequest(requestOf(method, read))).toBe(true)
  })
  it.each([
    ['tools/call', { name: 'a', arguments: { limit: null }, _meta: { progressToken: 0, 'a/b': [null] } }],
    ['prompts/get', { name: 'p', arguments: { a: 'x' } }],
    ['tools/list', [1]],
    ['tools/list', { _meta: 5 }],
  ])('%s %j stay as they are', (method, params) => {
    expect(readParams(method, params)).toBe(params)
  })
})
