import { dirname } from 'node:path'
import * as z from 'zod'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { type Settings, type SettingsChange, SettingsSchema } from '../../src-shared/contract/settings.ts'
import { isObject } from '../../src-shared/is-object.ts'
import { readFolderPath } from '../base/folder-path.ts'

/** The settings as they are read from a file: the path of the library becomes an absolute one. */
export const FileSettingsSchema = SettingsSchema.extend({
  library: SettingsSchema.shape.library.transform((text, context) => {
    if (text === null) return null
    const read = readFolderPath(text)
    if (typeof read !== 'string') {
      // The remedy as the rest of the sentence.
      const remedy = `${read.remedy.charAt(0).toLowerCase()}${read.remedy.slice(1).replace(/\.$/, '')}`
      context.addIssue({ code: 'custom', message: `${read.problem}: ${remedy}` })
      return z.NEVER
    }
    if (dirname(read) !== read) return read
    context.addIssue({ code: 'custom', message: 'is the whole disk' })
    return z.NEVER
  }),
})

/** A parsed JSON object. */
export type JsonObject = Record<string, unknown>

/**
 * The content of the settings file with the changed values. All other content, including unknown keys, stays as it is.
 * @param settings the settings in effect
 * @throws PlumblineError `settings-wrong` when a key is unknown or a value is invalid
 */
export function applyChange(raw: JsonObject, settings: Settings, change: SettingsChange): JsonObject {
  if (!isObject(change)) throw invalid('Settings must be given as an object')
  const wanted = FileSettingsSchema.safeParse(merge(settings, change, ''))
  if (!wanted.success) throw invalid(wanted.error.issues.map(describeIssue).join('; '))
  return pick(raw, wanted.data, change)
}

/** `settings` with the values of `change`. @throws PlumblineError `settings-wrong` for an unknown key */
function merge(settings: JsonObject, change: JsonObject, above: string): JsonObject {
  const merged = { ...settings }
  for (const [key, value] of Object.entries(change)) {
    if (!Object.hasOwn(settings, key)) throw invalid(`there is no setting “${above}${key}”`)
    if (value === undefined) continue
    const old = settings[key]
    merged[key] = isObject(old) && isObject(value) ? merge(old, value, `${above}${key}.`) : value
  }
  return merged
}

/** `raw` with the values of `settings` whose keys are in `change`. */
function pick(raw: JsonObject, settings: JsonObject, change: JsonObject): JsonObject {
  const picked = { ...raw }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue
    const next = settings[key]
    const old = picked[key]
    picked[key] = isObject(next) && isObject(value) ? pick(isObject(old) ? old : {}, next, value) : next
  }
  return picked
}

/** `raw` with its invalid values replaced by those of `valid`. */
export function replaceInvalid(
  raw: JsonObject,
  issues: readonly z.core.$ZodIssue[],
  valid: Settings,
): JsonObject {
  let repaired = raw
  for (const { path } of issues) repaired = replace(repaired, valid, keysOf(path))
  return repaired
}

function replace(raw: JsonObject, valid: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined) return valid
  const old = raw[key]
  const value = valid[key]
  return {
    ...raw,
    [key]: isObject(old) && isObject(value) && rest.length > 0 ? replace(old, value, rest) : value,
  }
}

/** The keys of a path, without the index in a list: a list is valid or invalid as a whole. */
function keysOf(path: readonly PropertyKey[]): string[] {
  const index = path.findIndex((key) => typeof key !== 'string')
  return path.slice(0, index < 0 ? path.length : index).map(String)
}

/** Describes an invalid value as the rest of a sentence, such as “cache.ttl” must be 1 or more. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const name = `“${keysOf(issue.path).join('.')}”`
  if (issue.code === 'custom') return `${name} ${issue.message}`
  if (issue.path[0] === 'library') return `${name} is not a path`
  if (issue.code === 'too_small') return `${name} must be ${issue.minimum} or more`
  if (issue.code === 'too_big') return `${name} must be ${issue.maximum} or less`
  if (issue.code === 'invalid_value') return `${name} must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type') return `${name} must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`
  return `${name} is invalid: ${issue.message}`
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
}

function invalid(problem: string): PlumblineError {
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`
  return new PlumblineError('settings-wrong', sentence, 'The setting stays as it was.')
}
