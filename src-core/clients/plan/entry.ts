import { isDeepStrictEqual } from 'node:util'
import type { StartCommand } from '../../../src-shared/contract/clients.ts'
import { isObject } from '../../../src-shared/is-object.ts'
import type { Entry } from '../table/client-profile.ts'

/**
 * How an entry with Plumbline's name compares with the accepted commands. `same`: it has one of them. `disabled`: it has one of
 * them, but is switched off. `ours`: Plumbline wrote it, with another command. `another`: another program wrote it.
 */
export type EntryState = 'same' | 'disabled' | 'ours' | 'another'

/** @param accepted the command that would be written, and those that are equally good */
export function compareEntry(found: unknown, accepted: readonly StartCommand[]): EntryState {
  if (!isObject(found)) return 'another'
  if (accepted.some((start) => hasStart(found, start))) return isDisabled(found) ? 'disabled' : 'same'
  return looksLikeOurs(found) ? 'ours' : 'another'
}

/** The keys of `wanted` to set in the entry `found`. Keys that only the user set, and values in `env`, stay. */
export function changesTo(found: unknown, wanted: Entry): Record<string, unknown> {
  const current: Entry = isObject(found) ? found : {}
  const changes = Object.entries(wanted).filter(([key, value]) => {
    // The user may have changed these two, so they are only set when they are missing.
    if (key === 'env' || key === 'tools') return current[key] === undefined
    return !isDeepStrictEqual(current[key], value)
  })
  const result = Object.fromEntries(changes)
  if (current.disabled === true) result.disabled = false
  if (current.enabled === false) result.enabled = true
  return result
}

/** The command of an entry, in any client's format; `null` when it has none. */
export function startOf(entry: unknown): (StartCommand & { readonly env: Record<string, string> }) | null {
  if (!isObject(entry) || typeof entry.command !== 'string') return null
  const args = Array.isArray(entry.args) ? entry.args.map(String) : []
  const env = isObject(entry.env) ? entry.env : {}
  const texts = Object.entries(env).map(([key, value]) => [key, String(value)] as const)
  return { command: entry.command, args, env: Object.fromEntries(texts) }
}

/** The library that a start command names; `null`: the one of the settings. */
export function libraryOfStart({ args }: Pick<StartCommand, 'args'>): string | null {
  const at = args.indexOf('--library')
  return at < 0 ? null : (args[at + 1] ?? null)
}

/**
 * The start command for an entry that already exists: a library that the entry names stays, unless the command names one.
 * @param found the entry
 */
export function keepLibrary(found: unknown, start: StartCommand): StartCommand {
  const library = libraryOfStart(startOf(found) ?? { args: [] })
  if (library === null || libraryOfStart(start) !== null) return start
  return { ...start, args: [...start.args, '--library', library] }
}

export function sameStart(a: StartCommand, b: StartCommand): boolean {
  return a.command === b.command && isDeepStrictEqual([...a.args], [...b.args])
}

function hasStart(entry: Entry, start: StartCommand): boolean {
  const entryStart = startOf(entry)
  return entryStart !== null && sameStart(entryStart, keepLibrary(entry, start))
}

function isDisabled(entry: Entry): boolean {
  return entry.disabled === true || entry.enabled === false
}

/** Recognizes Plumbline's entries by a script named `server.mjs` or `server.blob` and the option `--home`. */
function looksLikeOurs(entry: Entry): boolean {
  const args = startOf(entry)?.args ?? []
  return args.some((arg) => /(?:^|[\\/])server\.(?:mjs|blob)$/.test(arg)) && args.includes('--home')
}
