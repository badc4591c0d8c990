import type { CachedCall } from './cache.ts'

/** The arguments as JSON with sorted keys, so that their order does not matter. `undefined` is left out. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

let crypto: typeof import('node:crypto') | undefined

/**
 * SHA-256 of the tool and its canonical arguments, in hexadecimal.
 *
 * `node:crypto` is loaded on first use: at the top of the server it would cost its start 4 ms, and in a V8 snapshot it
 * ends the process.
 */
function cacheKey(tool: string, canonicalArgs: string): string {
  crypto ??= process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', `${tool}\n${canonicalArgs}`)
}

/** The key and the canonical arguments of a call. */
export function keyOf({ tool, args }: CachedCall): { readonly key: string; readonly args: string } {
  const canonical = canonicalJson(args)
  return { key: cacheKey(tool, canonical), args: canonical }
}
