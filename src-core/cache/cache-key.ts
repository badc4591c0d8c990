import { isObject } from '../../src-shared/is-object.ts'

/** A call whose answer can be cached. */
export interface CachedCall {
  readonly tool: string
  /** Validated, with defaults and aliases resolved, so that calls with the same meaning have the same arguments. */
  readonly args: Readonly<Record<string, unknown>>
}

/** The version of the answers' structure: a process of another version may share the cache. */
const FORMAT = 2

let crypto: typeof import('node:crypto') | undefined

/**
 * The arguments as JSON with sorted keys and without `undefined`, and the SHA-256 of the tool, these arguments and the version of the
 * answers, in hexadecimal.
 *
 * `node:crypto` is loaded at the first call: an import would delay the start of the server by 4 ms, and fail in a V8
 * snapshot.
 */
export function keyOf({ tool, args }: CachedCall): { readonly key: string; readonly args: string } {
  crypto ??= process.getBuiltinModule('node:crypto')
  const canonicalArgs = canonicalJson(args)
  return { key: crypto.hash('sha256', `${FORMAT}\n${tool}\n${canonicalArgs}`), args: canonicalArgs }
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}
