import { type Document, isMap, isScalar, parseDocument, Scalar, visit } from 'yaml'
import type { Problem } from '../standard.ts'
import { asWritten } from './as-written.ts'
import { readFlat } from './flat-front-matter.ts'
import { tolerateYaml } from './yaml-problems.ts'

/** The keys of front matter without its fences. */
export interface Source {
  readonly data: Record<string, unknown>
  readonly problems: Omit<Problem, 'path'>[]
}

/** Longer front matter, in UTF-16 code units, is not parsed by the `yaml` package, whose time grows faster than the text. */
export const YAML_LIMIT = 32 * 1024
const MAX_BRACKETS = 100
/** The code of the problem of lines without keys, which are text. */
export const NOT_KEYS = 'front-matter-not-keys'
/** The limits of a copied value: a few YAML aliases can expand to any depth and size. */
const MAX_COPY_DEPTH = 64
const MAX_COPIED_VALUES = 10_000

/**
 * Reads YAML, also broken YAML.
 * @param fenceLine the line of the opening `---`
 */
export function readYamlSource(source: string, fenceLine: number): Source {
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

/** Returns true for keys in valid YAML. */
export function isYaml(entry: string): boolean {
  const read = readFlat(entry) ?? readYaml(entry)
  return read !== null && read !== 'not a map'
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

/** Copies parsed YAML into objects without prototypes and cycles. Returns `null` when the value exceeds the limits. */
export function plainCopy(value: object): Record<string, unknown> | null {
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
