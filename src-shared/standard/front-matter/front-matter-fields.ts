import { globsOfKeys } from '../file-globs.ts'
import type { FrontMatterFields } from '../standard.ts'
import { readFrontMatter } from './front-matter.ts'
import { listOfKey, textOfKey } from './key-values.ts'

/** Returns the front matter of a text for the editor's form, or `null` while it is broken and cannot be changed. */
export function readFields(text: string): FrontMatterFields | null {
  const { data, problems } = readFrontMatter(text)
  return isBroken(problems) ? null : fieldsOf(data)
}

/** Returns true when a front matter's problems mean that its YAML cannot be read as a whole. */
export function isBroken(problems: readonly { readonly code: string }[]): boolean {
  // Text between two thematic breaks is not front matter, so front matter can be inserted above it.
  return problems.some(({ code }) => code.startsWith('front-matter-') && code !== 'front-matter-not-keys')
}

/** @param data the result of `readFrontMatter` */
export function fieldsOf(data: Record<string, unknown>): FrontMatterFields {
  return {
    title: textOfKey(data, 'title', ignore),
    description: textOfKey(data, 'description', ignore),
    tags: listOfKey(data, 'tags', ignore),
    language: wordOfKey(data, 'language'),
    domain: wordOfKey(data, 'domain'),
    globs: globsOfKeys(data, ignore),
  }
}

function wordOfKey(data: Record<string, unknown>, key: string): string | null {
  const words = listOfKey(data, key, ignore)
  return words.length === 0 ? null : words.join(', ')
}

function ignore(): void {}
