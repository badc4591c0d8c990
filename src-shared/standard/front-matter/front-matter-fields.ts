import { type Dialect, dialectOf } from '../dialects.ts'
import { GLOB_KEYS, globsOfKeys } from '../file-globs.ts'
import type { FrontMatterFields } from '../standard.ts'
import { fencesOf, readFrontMatter } from './front-matter.ts'
import { listOfKey, textOfKey } from './key-values.ts'

/** The keys that the editor's form shows. */
export const FORM_KEYS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'tags',
  'language',
  'domain',
  ...GLOB_KEYS,
])

/**
 * Returns the front matter of a text for the editor's form, or `null` while it is broken and cannot be changed.
 * @param path of the file in the library
 */
export function readFields(text: string, path = ''): FrontMatterFields | null {
  const { data, problems } = readFrontMatter(text, path)
  return isBroken(problems) ? null : fieldsOf(data, dialectOfText(text, path))
}

/** Returns the dialect of a text with front matter in YAML, or of the file's path. */
export function dialectOfText(text: string, path: string): Dialect | null {
  const fences = fencesOf(text)
  return dialectOf(path, fences ? text.slice(fences.start, fences.stop) : '')
}

/** Returns true when a front matter's problems mean that its YAML cannot be read as a whole. */
export function isBroken(problems: readonly { readonly code: string }[]): boolean {
  // Text between two thematic breaks is not front matter, so front matter can be inserted above it.
  return problems.some(({ code }) => code.startsWith('front-matter-') && code !== 'front-matter-not-keys')
}

/** Returns the key of the title: the host's own, unless the file has a `title`. */
export function titleKeyOf(data: Record<string, unknown>, dialect: Dialect | null): 'title' | 'name' {
  return dialect === null || Object.hasOwn(data, 'title') ? 'title' : dialect.titleKey
}

/** @param data the result of `readFrontMatter` */
export function fieldsOf(data: Record<string, unknown>, dialect: Dialect | null): FrontMatterFields {
  return {
    title: textOfKey(data, titleKeyOf(data, dialect), ignore),
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
