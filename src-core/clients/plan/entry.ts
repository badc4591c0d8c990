import { isDeepStrictEqual } from 'node:util'
import type { Entry, StartCommand } from '../table/client-profile.ts'

/** What an entry with our name turned out to be. `ours`: Plumbline wrote it, and it starts something else than it should. */
export type EntryState = 'same' | 'disabled' | 'ours' | 'another'

/** @param fine commands that are as good as the one that would be written */
export function compareEntry(found: unknown, fine: readonly StartCommand[]): EntryState {
  if (!isEntry(found)) return 'another'
  if (fine.some((start) => starts(found, start))) return isDisabled(found) ? 'disabled' : 'same'
  return looksLikeOurs(found) ? 'ours' : 'another'
}

/** What the file has to say besides its own additions, given what it says now. */
export function changesTo(found: unknown, wanted: Entry): Record<string, unknown> {
  const now: Entry = isEntry(found) ? found : {}
  const changes = Object.entries(wanted).filter(([key, value]) => {
    // What the user put into the environment is the user's.
    if (key === 'env' || key === 'tools') return now[key] === undefined
    return !isDeepStrictEqual(now[key], value)
  })
  const result = Object.fromEntries(changes)
  if (now.disabled === true) result.disabled = false
  if (now.enabled === false) result.enabled = true
  return result
}

/** The command of an entry in any client's shape; `null` when it has none. */
export function startOf(entry: unknown): (StartCommand & { readonly env: Record<string, string> }) | null {
  if (!isEntry(entry) || typeof entry.command !== 'string') return null
  const args = Array.isArray(entry.args) ? entry.args.map(String) : []
  const env = isEntry(entry.env) ? entry.env : {}
  const texts = Object.entries(env).map(([key, value]) => [key, String(value)] as const)
  return { command: entry.command, args, env: Object.fromEntries(texts) }
}

export function sameStart(a: StartCommand, b: StartCommand): boolean {
  return a.command === b.command && isDeepStrictEqual([...a.args], [...b.args])
}

function starts(entry: Entry, start: StartCommand): boolean {
  const own = startOf(entry)
  return own !== null && sameStart(own, start)
}

function isDisabled(entry: Entry): boolean {
  return entry.disabled === true || entry.enabled === false
}

/** Only Plumbline starts a file of this name with a home. */
function looksLikeOurs(entry: Entry): boolean {
  const args = startOf(entry)?.args ?? []
  return args.some((arg) => /(?:^|[\\/])server\.(?:mjs|blob)$/.test(arg)) && args.includes('--home')
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
