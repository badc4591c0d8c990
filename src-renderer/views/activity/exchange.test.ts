import { describe, expect, it } from 'vitest'
import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import { asCurl } from './as-curl.ts'
import { argumentsOf, requestBody, responseBody, responseText } from './exchange.ts'

const detail = (more: Partial<RequestDetail>): RequestDetail => ({
  seq: 1,
  at: 0,
  session: 's',
  client: 'c',
  clientVersion: '1',
  protocolVersion: '2025-11-25',
  transport: 'stdio',
  method: 'tools/call',
  tool: 'get_standard',
  question: '',
  status: 'ok',
  summary: '',
  code: null,
  message: null,
  cache: 'bypass',
  micros: 1,
  bytes: 1,
  rpcId: 57,
  request: '{"name":"get_standard","arguments":{"id":"go/errors.md"},"_meta":{"a":1}}',
  response: null,
  cut: false,
  references: [],
  ...more,
})

describe('the request body', () => {
  it('is the message that the client sent', () =>
    expect(requestBody(detail({}))).toMatchObject({
      kind: 'json',
      value: { method: 'tools/call', id: 57, params: { name: 'get_standard' } },
    }))

  it('has neither params nor an id when the message had none', () =>
    expect(requestBody(detail({ request: '', rpcId: null }))).toMatchObject({
      value: { method: 'tools/call' },
    }))

  it('is text when it is truncated, and absent when it is not recorded', () => {
    expect(requestBody(detail({ request: '{"name":"get_st' }))).toEqual({
      kind: 'cut',
      text: '{"name":"get_st',
    })
    expect(requestBody(detail({ request: null }))).toEqual({ kind: 'none' })
    expect(argumentsOf(detail({ request: '{"name":' }))).toBeUndefined()
    expect(argumentsOf(detail({ request: '{"name":"x"}' }))).toEqual({})
  })
})

describe('the response body', () => {
  it('is the result without its envelope, with the structured content first', () => {
    const body = responseBody({
      response:
        '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\\"a\\":1}"}],"structuredContent":{"a":1}}}',
    })
    expect(body.kind === 'json' && Object.keys(body.value as object)).toEqual([
      'structuredContent',
      'content',
    ])
    expect(responseText(body)).toBe('{\n  "a": 1\n}')
  })

  it('is the error, whose text is its message', () => {
    const body = responseBody({
      response: '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"No."}}',
    })
    expect(body).toMatchObject({ value: { code: -32602 } })
    expect(responseText(body)).toBe('No.')
  })

  it('is text when it is truncated', () =>
    expect(responseText(responseBody({ response: '{"jsonrpc":"2.0","resu' }))).toBe('{"jsonrpc":"2.0","resu'))
})

describe('the curl command', () => {
  it('calls the tool and reads the token from its file', () =>
    expect(asCurl(detail({}), 'http://127.0.0.1:9001', '/home/ann/.plumbline')).toBe(
      [
        'curl -s http://127.0.0.1:9001/mcp/call \\',
        `  -H "Authorization: Bearer $(cat '/home/ann/.plumbline/http-token')" \\`,
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"name":"get_standard","arguments":{"id":"go/errors.md"}}'`,
      ].join('\n'),
    ))

  it('escapes quotes in arguments', () => {
    const request = JSON.stringify({ arguments: { query: "don't; rm -rf $HOME" } })
    expect(asCurl(detail({ request }), 'http://x', '/h')).toContain(`"don'\\''t; rm -rf $HOME"`)
  })

  it('sends any other message as JSON-RPC, without _meta', () => {
    const curl = asCurl(
      detail({ tool: null, method: 'resources/read', request: '{"uri":"u","_meta":{}}' }),
      'http://x',
      '/h',
    )
    expect(curl).toContain('curl -s http://x/mcp \\')
    expect(curl).toContain(`'{"jsonrpc":"2.0","id":57,"method":"resources/read","params":{"uri":"u"}}'`)
  })
})
