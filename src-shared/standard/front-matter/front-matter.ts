import { type Document, isMap, isScalar, parseDocument, Scalar, visit } from 'yaml'
import { lineAt } from '../lines.ts'
import type { Problem } from '../standard.ts'
import { asWritten } from './as-written.ts'
import { readFlat } from './flat-front-matter.ts'
import { readJson, type SourceError } from './json-front-matter.ts'
import { type FrontMatterBlock, locateFrontMatter } from './locate-front-matter.ts'
import { readToml } from './toml-front-matter.ts'
import { tolerateYaml } from './yaml-problems.ts'

/** The keys at the top of a file, in YAML, TOML or JSON. */
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
 * Reads the front matter of a file; YAML with the core schema of version 1.2, in which dates are strings. Numbers and booleans
 * keep their spelling. Never throws: when the source is broken, `data` has the keys that can be read, and the problems name
 * the lines to fix.
 */
export function readFrontMatter(text: string): FrontMatter {
  const none = { data: Object.create(null), bodyStart: 0 }
  const { block, indented } = locateFrontMatter(text)
  if (indented !== null) return { ...none, problems: [isIndented(lineAt(text, indented))] }
  if (block === null) return { ...none, problems: [] }
  const fenceLine = block.open === 0 ? 1 : lineAt(text, block.open)
  if (block.stop === null) {
    const isMeant = block.format !== 'yaml' || looksLikeKeys(text, block.start)
    return { ...none, problems: isMeant ? [unclosed(text, block, fenceLine)] : [] }
  }
  // YAML does not treat a lone CR as a line end. Problems name lines only, so offsets may change.
  const source = text.slice(block.start, block.stop).replace(/\r\n?/g, '\n')
  const { data, problems } =
    block.format === 'yaml' ? readSource(source, fenceLine) : readOther(source, text, block)
  if (problems[0]?.code === NOT_KEYS || problems[0]?.code === 'front-matter-json')
    return { ...none, problems }
  const second = secondBlock(text, block.after)
  return {
    data,
    bodyStart: block.after,
    problems: [...problems.slice(0, MAX_PROBLEMS), ...(second === null ? [] : [isSecond(second)])],
  }
}

/** Where the YAML of a text is. */
interface Fences {
  /** Offset of the opening line. */
  readonly open: number
  /** Offset after the opening line. */
  readonly start: number
  /** Offset of the closing line. */
  readonly stop: number
  /** Offset after the closing line. */
  readonly after: number
  /** The line of the opening `---`, counting from 1. */
  readonly line: number
}

/** Returns the place of front matter in YAML, or `null` without both `---` lines. */
export function fencesOf(text: string): Fences | null {
  const { block } = locateFrontMatter(text)
  if (block?.format !== 'yaml' || block.stop === null) return null
  const { open, start, stop, after } = block
  return { open, start, stop, after, line: lineAt(text, open) }
}

/** Returns the line of a top-level key in the front matter of `text`, counting from 1, or `null` when it is not found. */
export function lineOfKey(text: string, bodyStart: number, key: string): number | null {
  const block = locateFrontMatter(text).block
  const quoted = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const from = block?.open ?? 0
  const indent = block && block.format !== 'yaml' ? '[ \\t{]*' : ''
  const name = new RegExp(`(?<=[\\r\\n])${indent}(["']?)${quoted}\\1[ \\t]*[:=]`)
  const found = name.exec(text.slice(from, bodyStart))
  return found === null ? null : lineAt(text, from + found.index)
}

interface Source {
  readonly data: Record<string, unknown>
  readonly problems: Omit<Problem, 'path'>[]
}

/** Reads TOML or JSON. */
function readOther(source: string, text: string, { format, start, open }: FrontMatterBlock): Source {
  const read =
    source.length > YAML_LIMIT ? tooLargeToRead() : format === 'toml' ? readToml(source) : readJson(source)
  const data = 'data' in read ? plainCopy(read.data) : null
  if (data !== null) return { data, problems: [] }
  const error = 'data' in read ? tooLargeToRead() : read
  const line = lineAt(text, start) + error.line - 1
  return { data: Object.create(null), problems: [notReadable(format, line, error.message, start === open)] }
}

/** @param fenceLine the line of the opening `---` */
function readSource(source: string, fenceLine: number): Source {
  const flat = readFlat(source)
  if (flat !== null) return { data: flat, problems: [] }
  if (source.length > YAML_LIMIT) {
    const head = source.slice(0, source.lastIndexOf('\n', YAML_LIMIT) + 1)
    return { data: tolerateYaml(head, readFlat, fenceLine).data, problems: [tooLong(fenceLine)] }
  }
  const whole = readYaml(source)
  if (whole === 'not a map') return { data: Object.create(null), problems: [notAMap(fenceLine)] }
  if (whole !== null) return { data: whole, problems: [] }
  const readEntry = (entry: string) => {
    const read = readFlat(entry) ?? readYaml(entry)
    return read === 'not a map' ? null : read
  }
  const tolerated = tolerateYaml(source, readEntry, fenceLine)
  return Object.keys(tolerated.data).length === 0
    ? { data: tolerated.data, problems: [notAMap(fenceLine)] }
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
    keepSpelling(document)
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

/** Gives numbers and booleans without quotes their spelling as value, where the value alone would lose it. */
function keepSpelling(document: Document): void {
  visit(document, {
    Scalar(_key, node) {
      if (node.type === Scalar.PLAIN && node.tag === undefined)
        node.value = asWritten(node.value, node.source)
    },
  })
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

/** Returns the line of a second block of keys right below the first one, as a careless merge leaves it. */
function secondBlock(text: string, after: number): number | null {
  if (!text.startsWith('---', after)) return null
  const rest = text.slice(after)
  const { block } = locateFrontMatter(rest)
  if (block === null || block.stop === null || !looksLikeKeys(rest, block.start)) return null
  return lineAt(text, after)
}

function unclosed(
  text: string,
  { format, open, start }: FrontMatterBlock,
  line: number,
): Omit<Problem, 'path'> {
  const fence = format === 'json' && open === start ? '{' : text.slice(open, open + 3)
  return {
    line,
    severity: 'warning',
    code: 'front-matter-unclosed',
    message: `The front matter opens with ${fence} on line ${line} but never closes, so all of it is read as text.`,
    remedy:
      fence === '{'
        ? 'Close it with } on a line of its own.'
        : `Put a line with only ${fence} below the last key.`,
  }
}

function notAMap(fenceLine: number): Omit<Problem, 'path'> {
  return {
    line: fenceLine + 1,
    severity: 'warning',
    code: NOT_KEYS,
    message:
      'The lines between the two --- lines have no keys, so they are read as text, not as front matter.',
    remedy:
      'Write it as key: value lines, such as title: My standard. If --- is meant as a rule, put an empty line above the first.',
  }
}

function tooLong(line: number): Omit<Problem, 'path'> {
  return {
    line,
    severity: 'warning',
    code: 'front-matter-too-long',
    message: `The front matter is longer than ${YAML_LIMIT / 1024} KB, so only the plain key: value lines at its top are read.`,
    remedy: 'Move the text below the closing --- and keep only short keys above it.',
  }
}

function tooLargeToRead(): SourceError {
  return { line: 1, message: `it is longer than ${YAML_LIMIT / 1024} KB, or nested too deep` }
}

/** @param isText true when the source stays a part of the text */
function notReadable(
  format: 'yaml' | 'toml' | 'json',
  line: number,
  reason: string,
  isText: boolean,
): Omit<Problem, 'path'> {
  const name = format.toUpperCase()
  return {
    line,
    severity: 'warning',
    code: `front-matter-${isText ? 'json' : 'source'}`,
    message: `The front matter is not valid ${name} (${reason}), so ${isText ? 'it is read as text' : 'its keys are left out'}.`,
    remedy: `Correct the ${name}, or write the keys as key: value lines between two --- lines.`,
  }
}

function isIndented(line: number): Omit<Problem, 'path'> {
  return {
    line,
    severity: 'warning',
    code: 'front-matter-indented',
    message: `The front matter on line ${line} is indented, so it is read as text.`,
    remedy: 'Delete the blanks before both --- lines and before the keys.',
  }
}

function isSecond(line: number): Omit<Problem, 'path'> {
  return {
    line,
    severity: 'warning',
    code: 'second-front-matter',
    message: `A second front matter begins on line ${line}. Only the first one counts; this one is read as text.`,
    remedy: 'Move its keys into the first one, and delete the rest of it.',
  }
}
