import type * as z from 'zod'
import { isObject } from '../../src-shared/is-object.ts'

/** The arguments of a call as its sender meant them. */
export interface LenientArguments {
  readonly args: unknown
  /** Names that the tool does not know, without those that clients add themselves. */
  readonly unknown: readonly string[]
}

/** What clients and agents write into the arguments of every call for their own purposes. */
const KEYS_OF_CLIENTS: ReadonlySet<string> = new Set([
  '_meta',
  'random_string',
  'toolCallId',
  'tool_call_id',
  'wait_for_previous',
])

/**
 * Reads what a model wrote: `null` or empty text for an optional argument that is left out, digits as text for a number and the
 * reverse, `"true"` for a boolean, one text for a list, JSON in a text for an object. What cannot be meant stays as it is, for the
 * tool's schema to report.
 */
export function readArguments(input: z.ZodObject, given: unknown): LenientArguments {
  const parsed = readObject(given)
  if (!isObject(parsed)) return { args: parsed, unknown: [] }
  const args: [string, unknown][] = []
  const unknown: string[] = []
  for (const [name, value] of Object.entries(parsed)) {
    if (!Object.hasOwn(input.shape, name)) {
      if (!KEYS_OF_CLIENTS.has(name)) unknown.push(name)
      continue
    }
    const read = readValue(input.shape[name] as z.ZodType, value)
    if (read !== undefined) args.push([name, read])
  }
  return { args: Object.fromEntries(args), unknown }
}

/** A value for an argument that is text; `undefined`: it is left out. */
export function readText(value: unknown): unknown {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof single === 'number' || typeof single === 'boolean') return String(single)
  return single ?? undefined
}

/** The arguments of a prompt, which are text each. What cannot be text stays as it is. */
export function readTexts(given: unknown): unknown {
  const args = readObject(given)
  if (!isObject(args)) return args
  const values = Object.entries(args).map(([name, value]) => [name, readText(value)] as const)
  if (given === args && values.every(([name, value]) => value === args[name])) return given
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

const MAX_NAMED = 5
const MAX_NAME = 40

/** Up to five names in quotes, each cut to 40 characters, so that no answer grows with what a client sends. */
export function nameUnknown(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map((name) => `"${cutName(name)}"`)
  return `${shown.join(', ')}${names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : ''}`
}

export function cutName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name
}

/** The arguments of a call as an object: `{}` for none, and JSON in a text is parsed. What is no object stays as it is. */
export function readObject(given: unknown): unknown {
  if (typeof given !== 'string') return given ?? {}
  if (given.trim() === '') return {}
  const parsed = parseJson(given)
  return isObject(parsed) ? parsed : given
}

/** `undefined`: the argument is left out. */
function readValue(field: z.ZodType, value: unknown): unknown {
  if (value === null) return undefined
  const isOptional = field.safeParse(undefined).success
  if (isOptional && typeof value === 'string' && value.trim() === '') return undefined
  switch (typeOf(field)) {
    case 'string':
      return readText(value)
    case 'number':
      return readNumber(value)
    case 'boolean':
      return readBoolean(value)
    case 'array':
      return readList(value)
    case 'object':
      return typeof value === 'string' ? (parseJson(value) ?? value) : value
    default:
      return value
  }
}

/** The type of a field without its default and without being optional. */
function typeOf(field: z.ZodType): string {
  let { def } = field as z.ZodType & {
    readonly def: { readonly type: string; readonly innerType?: z.ZodType }
  }
  while (def.innerType !== undefined) ({ def } = def.innerType as typeof field & { readonly def: typeof def })
  return def.type
}

function readNumber(value: unknown): unknown {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value
  return typeof single === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(single) ? Number(single) : single
}

/** A value for an argument that is true or false. */
export function readBoolean(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value
  if (text === 'true' || text === '1' || text === 1) return true
  if (text === 'false' || text === '0' || text === 0) return false
  return value
}

function readList(value: unknown): unknown {
  const parsed = typeof value === 'string' && value.trim().startsWith('[') ? parseJson(value) : value
  if (Array.isArray(parsed)) return parsed.filter((entry) => entry !== null)
  return [value]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
