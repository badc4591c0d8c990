import type * as z from 'zod'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { type Settings, type SettingsChange, SettingsSchema } from '../../src-shared/contract/settings.ts'

/** A JSON object as it was read. */
export type JsonObject = Record<string, unknown>

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The content of the file with the changed values in it; everything else, unknown keys too, as it was.
 * @param settings those in force
 * @throws PlumblineError `settings-wrong` with a sentence when a key is unknown or a value cannot be
 */
export function applyChange(raw: JsonObject, settings: Settings, change: SettingsChange): JsonObject {
  if (!isObject(change)) throw wrong('Settings must be given as an object')
  const wanted = SettingsSchema.safeParse(merge(settings, change, ''))
  if (!wanted.success) throw wrong(wanted.error.issues.map(describeIssue).join('; '))
  return pick(raw, wanted.data, change)
}

/** `settings` with the values of `change`, which must be known keys. */
function merge(settings: JsonObject, change: JsonObject, above: string): JsonObject {
  const merged = { ...settings }
  for (const [key, value] of Object.entries(change)) {
    if (!Object.hasOwn(settings, key)) throw wrong(`there is no setting “${above}${key}”`)
    if (value === undefined) continue
    const old = settings[key]
    merged[key] = isObject(old) && isObject(value) ? merge(old, value, `${above}${key}.`) : value
  }
  return merged
}

/** `raw` with those values of `settings` that `change` names. */
function pick(raw: JsonObject, settings: JsonObject, change: JsonObject): JsonObject {
  const picked = { ...raw }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue
    const now = settings[key]
    const old = picked[key]
    picked[key] = isObject(now) && isObject(value) ? pick(isObject(old) ? old : {}, now, value) : now
  }
  return picked
}

/** `raw` with the wrong values replaced by those of `good`. */
export function putRight(raw: JsonObject, issues: readonly z.core.$ZodIssue[], good: Settings): JsonObject {
  let right = raw
  for (const { path } of issues) right = replace(right, good, keysOf(path))
  return right
}

function replace(raw: JsonObject, good: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined) return good
  const old = raw[key]
  const value = good[key]
  return {
    ...raw,
    [key]: isObject(old) && isObject(value) && rest.length > 0 ? replace(old, value, rest) : value,
  }
}

/** A list is right or wrong as a whole. */
function keysOf(path: readonly PropertyKey[]): string[] {
  const list = path.findIndex((key) => typeof key !== 'string')
  return path.slice(0, list < 0 ? path.length : list).map(String)
}

/** What is wrong with one value, as the rest of a sentence. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const name = `“${keysOf(issue.path).join('.')}”`
  if (issue.path[0] === 'library') return `${name} is not a path`
  if (issue.code === 'too_small') return `${name} must be ${issue.minimum} or more`
  if (issue.code === 'too_big') return `${name} must be ${issue.maximum} or less`
  if (issue.code === 'invalid_value') return `${name} must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type') return `${name} must be ${KINDS[issue.expected] ?? issue.expected}`
  return `${name} is wrong: ${issue.message}`
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
}

function wrong(what: string): PlumblineError {
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}.`
  return new PlumblineError('settings-wrong', sentence, 'The setting stays as it was.')
}
