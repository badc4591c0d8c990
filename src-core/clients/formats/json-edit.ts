import {
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
  visit,
} from 'jsonc-parser'
import { type Broken, firstLineEnding, positionOf } from './decode-config.ts'
import { outlineJson } from './json-outline.ts'
import { jsonStyle, renderDocument, renderProperty, renderValue } from './json-style.ts'
import { type JsonGap, readGap } from './json-tokens.ts'
import { applyEdits, beginsItsLine, indentationAt, type TextEdit, wholeLines } from './text-edits.ts'

/** A parsed JSON text. `root` is `null` when the text has only white space and comments. */
export interface JsonDocument {
  readonly root: Node | null
}

/** From this length on, the tree of a text has only the nodes that an edit needs. */
const MAX_WHOLE_TREE = 256 * 1024

/**
 * @param path the path of the entry, which a large text is read for
 * @param strict true to reject comments and trailing commas
 */
export function parseJsonDocument(
  text: string,
  path: readonly string[],
  strict: boolean,
): JsonDocument | Broken {
  if (text.length > MAX_WHOLE_TREE && isValid(text, strict)) return { root: outlineJson(text, path, strict) }
  return parseWholeDocument(text, strict)
}

/** When the text is not valid, the whole parse finds the place and the words for it. */
function isValid(text: string, strict: boolean): boolean {
  try {
    if (strict) {
      JSON.parse(text)
      return true
    }
    let valid = true
    const onError = () => {
      valid = false
    }
    visit(text, { onError }, { disallowComments: false, allowTrailingComma: true })
    return valid
  } catch {
    return false
  }
}

function parseWholeDocument(text: string, strict: boolean): JsonDocument | Broken {
  if (text.trim() === '') return { root: null }
  const errors: ParseError[] = []
  let root: Node | undefined
  try {
    root = parseTree(text, errors, { disallowComments: strict, allowTrailingComma: !strict })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'broken', line: 1, column: 1, message: 'The file is nested too deeply to be read.' }
  }
  if (!root && !strict && readGap(text, 0).end === text.length) return { root: null }
  const [first] = errors
  if (first || !root) {
    const at = positionOf(text.slice(0, first?.offset ?? 0))
    return { kind: 'broken', ...at, message: describe(first?.error) }
  }
  if (strict) {
    try {
      JSON.parse(text)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const offset = /at position (\d+)/.exec(reason)?.[1]
      return { kind: 'broken', ...positionOf(text.slice(0, Number(offset ?? 0))), message: `${reason}.` }
    }
  }
  return { root }
}

/** The value at `path`. Of duplicate keys the last one, which is the one that JSON readers use. */
export function nodeAt(root: Node | null, path: readonly string[]): Node | null {
  let node = root
  for (const key of path) {
    const property = node?.type === 'object' ? propertiesNamed(node, key).at(-1) : undefined
    node = property?.children?.[1] ?? null
  }
  return node
}

/**
 * Sets the value at `path` and creates missing objects on the path; a `null` on the path counts as an empty object. All other
 * characters stay unchanged.
 * @param text must parse, and each value on the path must be an object, `null` or absent
 * @param parsed the document of the text, which is parsed when absent
 */
export function setJson(
  text: string,
  path: readonly string[],
  value: unknown,
  strict: boolean,
  parsed?: JsonDocument,
): string {
  const document = parsed ?? parseJsonDocument(text, path, strict)
  if ('kind' in document) throw new Error(`A text that does not parse cannot be edited: ${document.message}`)
  const style = jsonStyle(text, document.root)
  if (!document.root) {
    const eol = firstLineEnding(text)
    const before = text === '' || /[\r\n]$/.test(text) ? '' : eol
    return text + before + renderDocument(nested(path, value), style) + eol
  }
  let node = document.root
  for (const [depth, key] of path.entries()) {
    if (node.type !== 'object') return replaceNode(text, node, nested(path.slice(depth), value), style)
    const next = propertiesNamed(node, key).at(-1)?.children?.[1]
    if (!next)
      return applyEdits(text, insertion(text, node, key, nested(path.slice(depth + 1), value), style))
    node = next
  }
  return replaceNode(text, node, value, style)
}

/** Removes each property at `path` for which `isRemovable` is true, with its comma and the lines that become empty. */
export function removeJson(
  text: string,
  path: readonly string[],
  strict: boolean,
  isRemovable: (value: Node) => boolean,
): string {
  let result = text
  const key = path.at(-1) ?? ''
  for (;;) {
    const document = parseJsonDocument(result, path, strict)
    if ('kind' in document)
      throw new Error(`A text that does not parse cannot be edited: ${document.message}`)
    const parent = nodeAt(document.root, path.slice(0, -1))
    const property =
      parent && propertiesNamed(parent, key).find(({ children }) => children?.[1] && isRemovable(children[1]))
    if (!parent || !property) return result
    result = applyEdits(result, removal(result, parent, property))
  }
}

function replaceNode(text: string, node: Node, value: unknown, style: ReturnType<typeof jsonStyle>): string {
  const indent = indentationAt(text, node.offset)
  return applyEdits(text, [
    { offset: node.offset, length: node.length, content: renderValue(value, style, indent) },
  ])
}

/** Consists of insertions only, so that removing the property later restores the original text. */
function insertion(
  text: string,
  object: Node,
  key: string,
  value: unknown,
  style: ReturnType<typeof jsonStyle>,
): TextEdit[] {
  const last = object.children?.at(-1)
  const base = indentationAt(text, object.offset)
  if (!last) {
    const open = object.offset + 1
    if (style.inline) return [{ offset: open, length: 0, content: renderProperty(key, value, style, '') }]
    const indent = base + style.unit
    const suffix = /^[ \t]*[\r\n]/.test(text.slice(open)) ? '' : style.eol + base
    const content = style.eol + indent + renderProperty(key, value, style, indent) + suffix
    return [{ offset: open, length: 0, content }]
  }
  const lastEnd = last.offset + last.length
  const gap = readGap(text, lastEnd)
  const after = gap.comma === null ? lastEnd : gap.comma + 1
  const comma = { offset: lastEnd, length: 0, content: ',' }
  if (!beginsItsLine(text, last.offset)) {
    const space = style.spaced ? ' ' : ''
    const content = space + renderProperty(key, value, { ...style, inline: true }, '')
    return gap.comma === null
      ? [{ offset: lastEnd, length: 0, content: `,${content}` }]
      : [{ offset: after, length: 0, content: `${content},` }]
  }
  const indent = indentationAt(text, last.offset)
  const content = style.eol + indent + renderProperty(key, value, { ...style, inline: false }, indent)
  const at = endOfComments(text, after, readGap(text, after))
  if (gap.comma !== null) return [{ offset: at, length: 0, content: `${content},` }]
  return at === lastEnd
    ? [{ offset: lastEnd, length: 0, content: `,${content}` }]
    : [comma, { offset: at, length: 0, content }]
}

/** The offset after the comments on the property's own line, which belong to that property. */
function endOfComments(text: string, from: number, gap: JsonGap): number {
  let at = from
  for (const comment of gap.comments) {
    if (/[\r\n]/.test(text.slice(at, comment.end))) break
    at = comment.end
  }
  // A comment that is followed by something else on the same line may belong to what follows.
  return /^[ \t]*[\r\n]/.test(text.slice(at)) ? at : from
}

function removal(text: string, object: Node, property: Node): TextEdit[] {
  const from = property.offset
  const to = from + property.length
  const { comma } = readGap(text, to)
  if (comma !== null) {
    if (/^\s*$/.test(text.slice(to, comma))) return [wholeLines(text, from, comma + 1)]
    return [wholeLines(text, from, to), { offset: comma, length: 1, content: '' }]
  }
  const siblings = object.children ?? []
  const before = siblings[siblings.indexOf(property) - 1]
  if (!before) return [wholeLines(text, from, to)]
  const beforeEnd = before.offset + before.length
  const commaBefore = readGap(text, beforeEnd).comma ?? beforeEnd
  const edit = wholeLines(text, from, to)
  if (/^\s*$/.test(text.slice(commaBefore + 1, edit.offset))) {
    // Only white space between the comma and the property: it was inserted together with the property.
    const start = edit.offset === from ? commaBefore : edit.offset
    const removed = { offset: start, length: edit.offset + edit.length - start, content: '' }
    return start === commaBefore ? [removed] : [{ offset: commaBefore, length: 1, content: '' }, removed]
  }
  return [{ offset: commaBefore, length: 1, content: '' }, edit]
}

function propertiesNamed(object: Node, key: string): Node[] {
  return (object.children ?? []).filter(({ children }) => children?.[0]?.value === key)
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner: unknown, key) => Object.fromEntries([[key, inner]]), value)
}

const ERROR_MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'There is a word here that is not valid in JSON.',
  InvalidNumberFormat: 'There is a number here that is not valid in JSON.',
  PropertyNameExpected: 'A name in double quotes is missing, or there is one comma too many.',
  ValueExpected: 'A value is missing, or there is one comma too many.',
  ColonExpected: 'A colon is missing.',
  CommaExpected: 'A comma is missing.',
  CloseBraceExpected: 'A closing brace } is missing.',
  CloseBracketExpected: 'A closing bracket ] is missing.',
  EndOfFileExpected: 'The file should end here.',
  InvalidCommentToken: 'There is a comment, which this client cannot read.',
  UnexpectedEndOfComment: 'A comment is not closed.',
  UnexpectedEndOfString: 'A text in double quotes is not closed.',
  UnexpectedEndOfNumber: 'A number is not complete.',
  InvalidUnicode: 'There is a \\u escape that is not complete.',
  InvalidEscapeCharacter: 'There is a backslash that is not valid in JSON; in paths it has to be doubled.',
  InvalidCharacter: 'There is a character that JSON does not allow in a text.',
}

function describe(code: ParseErrorCode | undefined): string {
  const name = code === undefined ? 'ValueExpected' : printParseErrorCode(code)
  return ERROR_MESSAGES[name] ?? 'This is not JSON.'
}
