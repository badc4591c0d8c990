import type { FrontMatterFields } from '../../contract/editing.ts'
import { readList, readText } from '../parse.ts'
import { readFrontMatter } from './front-matter.ts'

/** The front matter of a text as the form shows it; `null` while it is broken, for then nothing can be put into it. */
export function readFields(text: string): FrontMatterFields | null {
  const { data, problems } = readFrontMatter(text)
  return isBroken(problems) ? null : fieldsOf(data)
}

/** True when the problems of a front matter are such that its YAML cannot be read as a whole. */
export function isBroken(problems: readonly { readonly code: string }[]): boolean {
  // Between two rules across the page there is text, and front matter can be put above it.
  return problems.some(({ code }) => code.startsWith('front-matter-') && code !== 'front-matter-not-keys')
}

/** @param data as `readFrontMatter` gives it */
export function fieldsOf(data: Record<string, unknown>): FrontMatterFields {
  return {
    title: readText(data, 'title', () => {}),
    description: readText(data, 'description', () => {}),
    tags: readList(data, 'tags', () => {}),
    language: readWord(data, 'language'),
    domain: readWord(data, 'domain'),
    globs: [...new Set([...readList(data, 'globs', () => {}), ...readList(data, 'applyTo', () => {})])],
  }
}

function readWord(data: Record<string, unknown>, key: string): string | null {
  const words = readList(data, key, () => {})
  return words.length === 0 ? null : words.join(', ')
}
