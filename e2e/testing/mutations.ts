import fc from 'fast-check'
import { modern } from '../../src-main/testing/serve-temp-library.ts'

const MODERN = [
  modern(
    'tools/call',
    { name: 'get_standard', arguments: { id: 'python/testing.md', section: 'Fixtures' } },
    'm',
  ),
  modern('tools/call', { name: 'search_standards', arguments: { query: 'fixtures', limit: 3 } }, 7),
  modern('tools/list', {}, 'l'),
  modern('server/discover', {}, 0),
].map(({ body }) => body)
const LEGACY = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'get_checklist', arguments: { language: 'py' } },
  },
  { jsonrpc: '2.0', id: 2, method: 'ping', params: {} },
  { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
]
const BASES: readonly object[] = [...MODERN, ...LEGACY]

/** The paths to all values in a message. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy = { ...(value as Record<string, unknown>) }
  const changed = replaceAt(copy[key], rest, by)
  if (changed === undefined) delete copy[key]
  else copy[key] = changed
  return copy
}

/** A valid message in which one value is replaced, or whose text is damaged. */
export const mutation: fc.Arbitrary<string> = fc.constantFrom(...BASES).chain((base) => {
  const text = JSON.stringify(base)
  const place = fc.nat(text.length)
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...pathsOf(base)), fc.oneof(fc.jsonValue(), fc.constant(undefined)))
      .map(([path, by]) => JSON.stringify(replaceAt(base, path, by)) ?? ''),
    fc
      .tuple(place, place, fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([from, length, by]) => text.slice(0, from) + by + text.slice(from + (length % 30))),
  )
})

/** The readable parts of a message that may be damaged. */
export interface Parsed {
  /** The id that an answer must have; `undefined` when the message has no valid id. */
  readonly id: string | number | undefined
  readonly method: string | undefined
  readonly params: { readonly [key: string]: unknown }
}

export function parse(text: string): Parsed {
  try {
    const { id, method, params } = JSON.parse(text)
    return {
      id: typeof id === 'string' || Number.isSafeInteger(id) ? id : undefined,
      method: typeof method === 'string' ? method : undefined,
      params: typeof params === 'object' && params !== null ? params : {},
    }
  } catch {
    return { id: undefined, method: undefined, params: {} }
  }
}

/** Returns true for a message that must be answered. */
export function isRequest({ id, method }: Parsed): boolean {
  return id !== undefined && method !== undefined
}
