import { isMap, isScalar, parseDocument } from 'yaml'
import { afterLineEnd, endOfLine, lineAt } from '../lines.ts'
import type { Problem } from '../standard.ts'
import { readFlat } from './flat-front-matter.ts'

import { tolerateYaml } from './yaml-problems.ts'

/** The part between the two `---` lines at the top of a file. */
export interface FrontMatter {
  /** Has no prototype, so that `__proto__` is an ordinary key. */
  readonly data: Record<string, unknown>
  /** Offset after the closing line; 0 without front matter, or when it has no keys. */
  readonly bodyStart: number
  readonly problems: Omit<Problem, 'path'>[]
}

/** Longer front matter, in UTF-16 code units, is not parsed by the `yaml` package, whose time grows faster than the text. */
const YAML_LIMIT = 32 * 1024
/** The maximum number of problems that are reported for one front matter. */
export const MAX_PROBLEMS = 20
const MAX_BRACKETS = 100
const NOT_KEYS = 'front-matter-not-keys'
/** The limits of a copied value: a few YAML aliases can expand to any depth and size. */
const MAX_COPY_DEPTH = 64
const MAX_COPIED_VALUES = 10_000

/**
 * Reads the front matter of a file with the core schema of YAML 1.2, in which dates are strings. Never throws: when the
 * YAML is broken, `data` has the keys that can be read, and the problems name the lines to fix.
 */
export function readFrontMatter(text: string): FrontMatter {
  const none = { data: Object.create(null), bodyStart: 0 }
  const start = afterOpeningLine(text)
  if (start === null) return { ...none, problems: [] }
  const close = closingLine(text, start)
  if (close === null) {
    return { ...none, problems: looksLikeKeys(text, start) ? [unclosed()] : [] }
  }
  // YAML does not treat a lone CR as a line end. Problems name lines only, so offsets may change.
  const source = text.slice(start, close.start).replace(/\r\n?/g, '\n')
  const { data, problems } = readSource(source)
  if (problems[0]?.code === NOT_KEYS) return { ...none, problems }
  return { data, bodyStart: close.after, problems: problems.slice(0, MAX_PROBLEMS) }
}

/** Returns the offsets of the text between the two `---` lines and after the second one, or `null` without both lines. */
export function fencesOf(text: string): { start: number; stop: number; after: number } | null {
  const start = afterOpeningLine(text)
  const close = start === null ? null : closingLine(text, start)
  return start === null || close === null ? null : { start, stop: close.start, after: close.after }
}

function afterOpeningLine(text: string): number | null {
  if (!text.startsWith('---')) return null
  const open = endOfLine(text, 0)
  return text.slice(3, open).trim() === '' ? afterLineEnd(text, open) : null
}

/** Returns the line of a top-level key in the front matter of `text`, counting from 1, or `null` when it is not found. */
export function lineOfKey(text: string, bodyStart: number, key: string): number | null {
  const quoted = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const found = new RegExp(`(?<=[\\r\\n])(["']?)${quoted}\\1[ \\t]*:`).exec(text.slice(0, bodyStart))
  return found === null ? null : lineAt(text, found.index)
}

function readSource(source: string): { data: Record<string, unknown>; problems: Omit<Problem, 'path'>[] } {
  const flat = readFlat(source)
  if (flat !== null) return { data: flat, problems: [] }
  if (source.length > YAML_LIMIT) {
    const head = source.slice(0, source.lastIndexOf('\n', YAML_LIMIT) + 1)
    return { data: tolerateYaml(head, readFlat).data, problems: [tooLong()] }
  }
  const whole = readYaml(source)
  if (whole === 'not a map') return { data: Object.create(null), problems: [notAMap()] }
  if (whole !== null) return { data: whole, problems: [] }
  const tolerated = tolerateYaml(source, (entry) => {
    const read = readFlat(entry) ?? readYaml(entry)
    return read === 'not a map' ? null : read
  })
  return Object.keys(tolerated.data).length === 0
    ? { data: tolerated.data, problems: [notAMap()] }
    : tolerated
}

/** Returns `null` when the YAML is broken, exceeds the limits or repeats a key. */
function readYaml(source: string): Record<string, unknown> | 'not a map' | null {
  if (nestsTooDeep(source)) return null
  try {
    const document = parseDocument(source, { logLevel: 'silent', uniqueKeys: false, schema: 'core' })
    if (document.errors.length > 0) return null
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
      return Object.create(null)
    }
    if (!isMap(document.contents)) return 'not a map'
    const keys = new Set<unknown>()
    for (const { key } of document.contents.items) {
      const name = isScalar(key) ? key.value : key
      if (keys.has(name)) return null
      keys.add(name)
    }
    return plainCopy(document.toJS({ maxAliasCount: 100 }))
  } catch {
    // The package throws for unknown aliases, too many aliases and nesting that exceeds the stack.
    return null
  }
}

/** Returns true for more than 100 open brackets. The `yaml` package takes half a second for a few thousand. */
function nestsTooDeep(source: string): boolean {
  let depth = 0
  for (let at = 0; at < source.length; at++) {
    const c = source.charCodeAt(at)
    if (c === 91 || c === 123) depth++
    else if ((c === 93 || c === 125) && depth > 0) depth--
    if (depth > MAX_BRACKETS) return true
  }
  return false
}

function closingLine(text: string, from: number): { start: number; after: number } | null {
  for (let start = from; start < text.length; ) {
    const c = text.charCodeAt(start)
    const end = endOfLine(text, start)
    const after = afterLineEnd(text, end)
    if ((c === 45 || c === 46) && /^(?:---|\.\.\.)[ \t]*$/.test(text.slice(start, end)))
      return { start, after }
    start = after
  }
  return null
}

/** Tells front matter from a thematic break at the top of a page, which has prose below it. */
function looksLikeKeys(text: string, from: number): boolean {
  return /^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)){0,20}[\w-]+[ \t]*:(?:[ \t\r\n]|$)/.test(
    text.slice(from, from + 4096),
  )
}

/** Copies parsed YAML into objects without prototypes and cycles. Returns `null` when the value exceeds the limits. */
function plainCopy(value: object): Record<string, unknown> | null {
  let left = MAX_COPIED_VALUES
  const copy = (from: unknown, depth: number): unknown => {
    if (--left < 0 || depth > MAX_COPY_DEPTH) throw new RangeError('too large')
    if (typeof from !== 'object' || from === null) return from
    if (Array.isArray(from)) return from.map((item) => copy(item, depth + 1))
    return copyKeys(from, depth)
  }
  const copyKeys = (from: object, depth: number): Record<string, unknown> => {
    const to: Record<string, unknown> = Object.create(null)
    for (const [key, item] of Object.entries(from)) to[key] = copy(item, depth + 1)
    return to
  }
  try {
    return copyKeys(value, 0)
  } catch {
    return null
  }
}

function unclosed(): Omit<Problem, 'path'> {
  return {
    line: 1,
    severity: 'warning',
    code: 'front-matter-unclosed',
    message: 'The front matter opens with --- on line 1 but never closes, so all of it is read as text.',
    remedy: 'Put a line with only --- below the last key.',
  }
}

function notAMap(): Omit<Problem, 'path'> {
  return {
    line: 2,
    severity: 'warning',
    code: NOT_KEYS,
    message:
      'The lines between the two --- lines have no keys, so they are read as text, not as front matter.',
    remedy:
      'Write it as key: value lines, such as title: My standard. If --- is meant as a rule, put an empty line above the first.',
  }
}

function tooLong(): Omit<Problem, 'path'> {
  return {
    line: 1,
    severity: 'warning',
    code: 'front-matter-too-long',
    message: `The front matter is longer than ${YAML_LIMIT / 1024} KB, so only the plain key: value lines at its top are read.`,
    remedy: 'Move the text below the closing --- and keep only short keys above it.',
  }
}
