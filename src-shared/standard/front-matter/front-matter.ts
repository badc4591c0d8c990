import { dialectOf } from '../dialects.ts'
import { lineAt } from '../lines.ts'
import type { Problem } from '../standard.ts'
import { readDialect } from './dialect-source.ts'
import { readFlat } from './flat-front-matter.ts'
import { readJson, type SourceError } from './json-front-matter.ts'
import { type FrontMatterBlock, locateFrontMatter } from './locate-front-matter.ts'
import { readToml } from './toml-front-matter.ts'
import { NOT_KEYS, plainCopy, readYamlSource, type Source, YAML_LIMIT } from './yaml-source.ts'

/** The keys at the top of a file, in YAML, TOML or JSON. */
export interface FrontMatter {
  /** Has no prototype, so that `__proto__` is an ordinary key. */
  readonly data: Record<string, unknown>
  /** Offset after the closing line; 0 without front matter, or when it has no keys. */
  readonly bodyStart: number
  readonly problems: Omit<Problem, 'path'>[]
}

/** The maximum number of problems that are reported for one front matter. */
export const MAX_PROBLEMS = 20

/**
 * Reads the front matter of a file; YAML with the core schema of version 1.2, in which dates are strings. Numbers and booleans
 * keep their spelling. Never throws: when the source is broken, `data` has the keys that can be read, and the problems name
 * the lines to fix.
 * @param path of the file in the library, which tells the dialect of a host's rule file
 */
export function readFrontMatter(text: string, path = ''): FrontMatter {
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
    block.format === 'yaml' ? readSource(source, fenceLine, path) : readOther(source, text, block)
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
function readSource(source: string, fenceLine: number, path: string): Source {
  const flat = readFlat(source)
  if (flat !== null) return { data: flat, problems: [] }
  const dialect = source.length > YAML_LIMIT ? null : dialectOf(path, source)
  return dialect ? readDialect(source, fenceLine, dialect) : readYamlSource(source, fenceLine)
}

/** Tells front matter from a thematic break at the top of a page, which has prose below it. */
function looksLikeKeys(text: string, from: number): boolean {
  return /^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)){0,20}[\w-]+[ \t]*:(?:[ \t\r\n]|$)/.test(
    text.slice(from, from + 4096),
  )
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
