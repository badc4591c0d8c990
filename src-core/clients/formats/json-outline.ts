import type { Node } from 'jsonc-parser'
import { endOfString, endOfValue } from '../../base/json-scan.ts'
import { readGap } from './json-tokens.ts'

/** A node under construction. */
type Draft = { -readonly [Key in keyof Node]: Node[Key] }

/**
 * The part of the syntax tree that an edit at `path` needs: the properties of each object on the path, and the whole value at its
 * end. Other values are nodes without children, so that a file of 25 MB needs no tree of millions of nodes.
 * @param text must be valid JSON; with comments and trailing commas unless `strict`
 * @returns `null` for a text without a value
 */
export function outlineJson(text: string, path: readonly string[], strict: boolean): Node | null {
  const start = readGap(text, 0).end
  return start >= text.length ? null : new JsonOutline(text, strict).valueOnPath(start, path)
}

class JsonOutline {
  readonly #text: string
  readonly #strict: boolean

  constructor(text: string, strict: boolean) {
    this.#text = text
    this.#strict = strict
  }

  valueOnPath(offset: number, path: readonly string[]): Node {
    if (this.#text[offset] !== '{') return path.length === 0 ? this.#wholeValue(offset) : this.#leaf(offset)
    const [key, ...deeper] = path
    return this.#object(offset, (start, name) => {
      if (key === undefined) return this.#wholeValue(start)
      return name === key ? this.valueOnPath(start, deeper) : this.#leaf(start)
    })
  }

  #wholeValue(offset: number): Draft {
    const first = this.#text[offset]
    if (first === '{') return this.#object(offset, (start) => this.#wholeValue(start))
    const node = this.#leaf(offset)
    if (first === '[') node.children = this.#items(offset, offset + node.length)
    else node.value = parsed(this.#text.slice(offset, offset + node.length))
    return node
  }

  #object(offset: number, valueAt: (start: number, name: unknown) => Node): Draft {
    const children: Node[] = []
    const node: Draft = { type: 'object', offset, length: 0, children }
    let at = readGap(this.#text, offset + 1).end
    while (at < this.#text.length && this.#text[at] !== '}') {
      if (this.#text[at] === ',') at++
      else {
        const property = this.#property(at, valueAt)
        property.parent = node
        children.push(property)
        at = property.offset + property.length
      }
      at = readGap(this.#text, at).end
    }
    node.length = at + 1 - offset
    return node
  }

  #property(offset: number, valueAt: (start: number, name: unknown) => Node): Draft {
    const keyEnd = endOfString(this.#text, offset)
    const name = parsed(this.#text.slice(offset, keyEnd))
    const colonOffset = readGap(this.#text, keyEnd).end
    const value: Draft = valueAt(readGap(this.#text, colonOffset + 1).end, name)
    const length = value.offset + value.length - offset
    const property: Draft = { type: 'property', offset, length, colonOffset }
    value.parent = property
    property.children = [
      { type: 'string', offset, length: keyEnd - offset, value: name, parent: property },
      value,
    ]
    return property
  }

  #items(offset: number, end: number): Node[] {
    const items: Node[] = []
    let at = readGap(this.#text, offset + 1).end
    while (at < end && this.#text[at] !== ']') {
      if (this.#text[at] === ',') at++
      else {
        const item = this.#wholeValue(at)
        items.push(item)
        at = item.offset + item.length
      }
      at = readGap(this.#text, at).end
    }
    return items
  }

  #leaf(offset: number): Draft {
    return { type: typeOf(this.#text[offset]), offset, length: this.#endOf(offset) - offset }
  }

  #endOf(offset: number): number {
    if (this.#strict || this.#text[offset] === '"') return endOfValue(this.#text, offset)
    return this.#endWithComments(offset)
  }

  /** As `endOfValue`. Comments may hold brackets and quotes, and may follow a word without a space. */
  #endWithComments(offset: number): number {
    const text = this.#text
    const first = text[offset]
    if (first !== '{' && first !== '[') {
      let end = offset
      while (end < text.length && !',}]/ \n\r\t"'.includes(text.charAt(end))) end++
      return end
    }
    let depth = 0
    let at = offset
    while (at < text.length) {
      const char = text[at]
      if (char === '"') at = endOfString(text, at)
      else if (char === '/') at = Math.max(at + 1, readGap(text, at).end)
      else {
        at++
        if (char === '{' || char === '[') depth++
        if ((char === '}' || char === ']') && --depth === 0) return at
      }
    }
    return at
  }
}

function typeOf(first: string | undefined): Node['type'] {
  switch (first) {
    case '{':
      return 'object'
    case '[':
      return 'array'
    case '"':
      return 'string'
    case 't':
    case 'f':
      return 'boolean'
    case 'n':
      return 'null'
    default:
      return 'number'
  }
}

function parsed(literal: string): unknown {
  try {
    return JSON.parse(literal)
  } catch {
    return undefined
  }
}
