import { parse, TomlError, type TomlTable } from 'smol-toml'
import { type Broken, firstLineEnding, positionOf } from './decode-config.ts'
import { applyEdits, indentationAt, lineStart, type TextEdit } from './text-edits.ts'
import { scanToml, type TomlPair } from './toml-scan.ts'

/** Parses TOML. Integers that a JavaScript number cannot represent exactly become a bigint. */
export function parseToml(text: string): { readonly root: TomlTable } | Broken {
  try {
    return { root: parse(text, { integersAsBigInt: 'asNeeded' }) }
  } catch (error) {
    if (error instanceof TomlError) {
      const message = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? ''
      const sentence = message.charAt(0).toUpperCase() + message.slice(1)
      return { kind: 'broken', line: error.line, column: error.column, message: `${sentence}.` }
    }
    if (error instanceof RangeError)
      return { kind: 'broken', line: 1, column: 1, message: 'The file is nested too deeply to be read.' }
    throw error
  }
}

/** Adds the table `path` with `values`. @param text must parse, and must have nothing at `path` */
export function insertToml(
  text: string,
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
): string {
  const eol = firstLineEnding(text)
  const { pairs } = scanToml(text)
  const holder = pairs.findLast((pair) => samePath(pair.path, path.slice(0, -1)))
  if (holder && text[holder.valueStart] === '{') {
    const pair = `${key(path.at(-1) ?? '')} = ${inlineTable(values)}`
    const end = holder.end - 1
    const before = text.slice(holder.valueStart + 1, end).trimEnd()
    const comma = before === '' || before.endsWith(',') ? '' : ','
    const at = holder.valueStart + 1 + before.length
    return applyEdits(text, [{ offset: at, length: 0, content: `${comma} ${pair}` }])
  }
  const gap = text === '' ? '' : /[\r\n]$/.test(text) ? eol : eol + eol
  return `${text}${gap}[${path.map(key).join('.')}]${eol}${lines(values, '', eol)}`
}

/** Sets values in the existing table at `path`; `null` when a key cannot be added to the table in its current notation. */
export function updateToml(
  text: string,
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
): string | null {
  const { pairs, headers } = scanToml(text)
  const edits: TextEdit[] = []
  const missing: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const pair = pairs.findLast((candidate) => samePath(candidate.path, [...path, name]))
    if (!pair) missing[name] = value
    else edits.push({ offset: pair.valueStart, length: pair.end - pair.valueStart, content: render(value) })
  }
  if (Object.keys(missing).length > 0) {
    const header = headers.find((candidate) => !candidate.list && samePath(candidate.path, path))
    if (!header) return null
    const eol = firstLineEnding(text)
    const indent = indentationAt(text, header.start)
    const rest = /[^\r\n]*/.exec(text.slice(header.end))?.[0].length ?? 0
    const at = header.end + rest
    edits.push({ offset: at, length: 0, content: eol + lines(missing, indent, eol).slice(0, -eol.length) })
  }
  return applyEdits(text, edits)
}

/** Removes everything at `path`; `null` when it is spread over an inline table (`{ a.b = 1, a.c = 2 }`). */
export function removeToml(text: string, path: readonly string[]): string | null {
  const { headers, pairs } = scanToml(text)
  const isAtPath = (node: { readonly path: readonly string[] }) => startsWith(node.path, path)
  const edits = pairs
    .filter((pair) => pair.inline && samePath(pair.path, path))
    .map((pair) => inlineRemoval(text, pair))
  if (
    edits.length === 0 &&
    pairs.some((pair) => pair.inline && isAtPath(pair) && !isInsideRemoved(pair, pairs, path))
  )
    return null
  for (const [index, header] of headers.entries()) {
    if (!isAtPath(header)) continue
    const until = headers[index + 1]?.start ?? text.length
    const end = Math.max(header.end, ...within(pairs, header.end, until).map((pair) => pair.end))
    edits.push(lineRange(text, header.start, end))
  }
  const covered = (pair: TomlPair) =>
    edits.some(({ offset, length }) => pair.start >= offset && pair.end <= offset + length)
  for (const pair of pairs) {
    if (isAtPath(pair) && !pair.inline && !covered(pair)) edits.push(lineRange(text, pair.start, pair.end))
  }
  return applyEdits(text, withBlankLine(text, edits))
}

/** Removes a pair in an inline table, with its comma. */
function inlineRemoval(text: string, { start, end }: TomlPair): TextEdit {
  const before = /,?[ \t]*$/.exec(text.slice(0, start))?.[0] ?? ''
  const behind = before.startsWith(',') ? '' : (/^[ \t]*,/.exec(text.slice(end))?.[0] ?? '')
  return { offset: start - before.length, length: before.length + end - start + behind.length, content: '' }
}

/** Extends each removal to the blank line before it, if a blank line or the end of the text follows. */
function withBlankLine(text: string, edits: readonly TextEdit[]): TextEdit[] {
  return edits.map((edit) => {
    if (edit.offset !== lineStart(text, edit.offset)) return edit
    const before = /(?:^|\n)([ \t]*\r?\n)$/.exec(text.slice(0, edit.offset))?.[1]
    const behind = text.slice(edit.offset + edit.length)
    if (before === undefined || !/^(?:\r?\n|$)/.test(behind)) return edit
    return { offset: edit.offset - before.length, length: edit.length + before.length, content: '' }
  })
}

/** Removes from the start of the first line to the end of the last, with trailing comment and line break. */
function lineRange(text: string, from: number, to: number): TextEdit {
  const start = lineStart(text, from)
  const rest = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(to))?.[0].length ?? 0
  return { offset: start, length: to + rest - start, content: '' }
}

function within(pairs: readonly TomlPair[], from: number, until: number): TomlPair[] {
  return pairs.filter((pair) => pair.start >= from && pair.start < until)
}

function isInsideRemoved(pair: TomlPair, pairs: readonly TomlPair[], path: readonly string[]): boolean {
  return pairs.some(
    (outer) =>
      !outer.inline && startsWith(outer.path, path) && outer.start < pair.start && pair.end <= outer.end,
  )
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return path.length >= start.length && start.every((part, index) => path[index] === part)
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && startsWith(a, b)
}

function lines(values: Readonly<Record<string, unknown>>, indent: string, eol: string): string {
  return Object.entries(values)
    .map(([name, value]) => `${indent}${key(name)} = ${render(value)}${eol}`)
    .join('')
}

function key(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : text(name)
}

function text(value: string): string {
  // The escapes of JSON are valid in TOML, but TOML also requires DEL to be escaped.
  return JSON.stringify(value).replaceAll('\x7f', '\\u007F')
}

function inlineTable(values: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(values).map(([name, value]) => `${key(name)} = ${render(value)}`)
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

/** Renders strings, booleans, lists and tables: the only types of value in an entry. */
function render(value: unknown): string {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map(render).join(', ')}]`
  if (typeof value === 'object' && value !== null) return inlineTable(value as Record<string, unknown>)
  throw new Error(`An entry cannot hold ${typeof value} in TOML.`)
}

/** Line and column of the header or pair with this path, for an error message. */
export function positionInToml(source: string, path: readonly string[]): { line: number; column: number } {
  const { headers, pairs } = scanToml(source)
  const found = [...headers, ...pairs].find((candidate) => samePath(candidate.path, path))
  return positionOf(source.slice(0, found?.start ?? 0))
}
