import fc from 'fast-check'
import { mutation } from './mutations.ts'

const rpc = (method: string, params: unknown, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })
const callOf = (args: unknown, name = 'get_standard', id: unknown = 1) =>
  rpc('tools/call', { name, arguments: args }, id)
const deep = (open: string, close: string, times: number, inner = '') =>
  open.repeat(times) + inner + close.repeat(times)
const manyKeys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]))

/** Texts that no honest client sends: too deep, too long, too many, or with names and numbers that JavaScript stumbles over. */
const SHAPES: readonly string[] = [
  deep('[', ']', 20_000),
  deep('{"a":', '}', 20_000, '1'),
  rpc('ping', 'HERE').replace('"HERE"', deep('{"a":', '}', 20_000, '1')),
  callOf('HERE').replace('"HERE"', deep('{"id":', '}', 20_000, '1')),
  callOf({ id: 'HERE' }).replace('"HERE"', deep('[', ']', 20_000)),
  rpc('initialize', { protocolVersion: '2025-11-25', capabilities: 'HERE' }).replace(
    '"HERE"',
    deep('{"a":', '}', 20_000, '1'),
  ),
  deep('{"method":"tools/call","params":', '}', 20_000, '{"name":"get_standard"}'),
  callOf({ id: 'review.md', ...manyKeys(20_000) }),
  callOf(manyKeys(20_000)),
  callOf({ ['x'.repeat(200_000)]: 1 }),
  callOf({ id: 'x'.repeat(200_000) }),
  callOf({}, 'x'.repeat(200_000)),
  rpc('x'.repeat(200_000), {}),
  rpc('prompts/get', { name: 'apply-standards', arguments: Object.fromEntries([['language', {}]]) }),
  rpc('prompts/get', { name: 'apply-standards', arguments: manyKeys(5_000) }),
  rpc('tools/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': '9'.repeat(100_000) } }),
  rpc('initialize', { protocolVersion: '9'.repeat(100_000), clientInfo: null }),
  rpc('initialize', null),
  rpc('resources/read', { uri: `standard:///${'../'.repeat(5_000)}etc/passwd` }),
  rpc('completion/complete', { ref: { type: 'ref/resource', uri: 'x'.repeat(50_000) }, argument: {} }),
  `[${Array(5_000).fill('1').join(',')}]`,
  `[${Array(5_000).fill(rpc('ping', {})).join(',')}]`,
  '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
  '{"jsonrpc":"2.0","id":1e400,"method":"ping"}',
  `{"jsonrpc":"2.0","id":${'9'.repeat(10_000)},"method":"ping"}`,
  '{"jsonrpc":"2.0","id":-0,"method":"ping"}',
  '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}',
  '{"jsonrpc":"2.0","id":"\\ud800","method":"ping"}',
  '{"jsonrpc":"2.0","id":"__proto__","method":"ping"}',
  '{"jsonrpc":"2.0","id":1,"method":"__proto__","params":{"__proto__":{"polluted":true}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"constructor","arguments":{"__proto__":1}}}',
  '{"jsonrpc":"2.0","id":1,"result":{"__proto__":{"polluted":true}}}',
  '{"jsonrpc":"2.0","id":1,"error":{"code":1e999,"message":null}}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{"a":1}}}',
  '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1e308}}',
  '{"jsonrpc":"2.0","method":"notifications/roots/list_changed","params":null}',
  '\u0000'.repeat(1_000),
  '\ufeff{}',
  `{"jsonrpc":"2.0","id":1,"method":"ping"}${' '.repeat(100_000)}`,
]

/** A message that is damaged, or that no honest client would send; on one line. */
export const hostileMessage: fc.Arbitrary<string> = fc
  .oneof({ weight: 4, arbitrary: mutation }, { weight: 1, arbitrary: fc.constantFrom(...SHAPES) })
  .map((text) => text.replaceAll('\n', ' '))
