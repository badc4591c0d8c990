import { isMap, isScalar, parseDocument } from 'yaml'
import { afterLineEnd, endOfLine, lineAt } from '../lines.ts'
import type { Problem } from '../standard.ts'
import { readFlat } from './flat-front-matter.ts'
import { plainCopy } from './plain-copy.ts'
import { tolerateYaml } from './yaml-problems.ts'

/** What stands between the two `---` lines at the top of a file. */
export interface FrontMatter {
  /** Has no prototype, so that a key such as `__proto__` is a key like any other. */
  readonly data: Record<string, unknown>
  /** Offset behind the closing line; 0 where there is no front matter or what is there has no keys. */
  readonly bodyStart: number
  readonly problems: Omit<Problem, 'path'>[]
}

/** Beyond this the `yaml` package is not asked: its time grows faster than the text. UTF-16 code units. */
const YAML_LIMIT = 32 * 1024
/** More of them are not told of one front matter. */
export const MAX_PROBLEMS = 20
const MAX_BRACKETS = 100
const NOT_KEYS = 'front-matter-not-keys'

/**
 * Reads the front matter of a file, YAML 1.2's core schema: dates stay strings. Never throws: where the YAML is
 * broken, the keys that can be read are, and the problems say which line to mend.
 */
export function readFrontMatter(text: string): FrontMatter {
  const none = { data: Object.create(null), bodyStart: 0 }
  const start = afterOpeningLine(text)
  if (start === null) return { ...none, problems: [] }
  const close = closingLine(text, start)
  if (close === null) {
    return { ...none, problems: looksLikeKeys(text, start) ? [unclosed()] : [] }
  }
  // YAML knows no lone CR, and a line is all that a problem names.
  const source = text.slice(start, close.start).replace(/\r\n?/g, '\n')
  const { data, problems } = readSource(source)
  if (problems[0]?.code === NOT_KEYS) return { ...none, problems }
  return { data, bodyStart: close.after, problems: problems.slice(0, MAX_PROBLEMS) }
}

/** Offsets of what stands between the two `---` lines, and behind the second one; `null` where there are not two. */
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

/** Line of a top-level key in the front matter of `text`, counting from 1; `null` where it cannot be told. */
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
  const mended = tolerateYaml(source, (entry) => {
    const read = readFlat(entry) ?? readYaml(entry)
    return read === 'not a map' ? null : read
  })
  return Object.keys(mended.data).length === 0 ? { data: mended.data, problems: [notAMap()] } : mended
}

/** `null` where the YAML is broken, cannot be told apart from an attack, or repeats a key. */
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
    // Unknown aliases, alias bombs and nesting deeper than the stack throw.
    return null
  }
}

/** Hundreds of open brackets: the `yaml` package takes half a second over a few thousand. */
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

/** A `---` at the top with prose below it is a rule across the page, no front matter. */
function looksLikeKeys(text: string, from: number): boolean {
  return /^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)){0,20}[\w-]+[ \t]*:(?:[ \t\r\n]|$)/.test(
    text.slice(from, from + 4096),
  )
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
    message: 'What stands between the two --- lines has no keys, so it is read as text, not as front matter.',
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
