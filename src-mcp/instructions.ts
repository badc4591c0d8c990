import type { LibraryFacets } from '../src-shared/contract/library.ts'

/** Clients cut off longer instructions. Bytes. */
const LIMIT = 2_000

/** Tells a model when to use which tool. Every conversation reads it, so it is always under 2 KB. */
export function writeInstructions(facets: LibraryFacets): string {
  const text = HEAD + listing('Languages', facets.languages) + listing('Domains', facets.domains)
  return Buffer.byteLength(text) < LIMIT ? text : HEAD
}

const HEAD = `Plumbline holds this team's coding standards. Follow them in preference to your own habits.
- Before you write or review code, call get_stdlib with the language and the domain that fit (testing, security, ...).
- For a concrete question, call search_standards with a few plain words, then get_standard with the uri of a hit as id.
- To check finished work, call get_checklist and go through its items one by one.
- list_standards shows what there is.
When nothing is found, say so and go on; do not invent a standard. Quote the title and path of what you followed.
`

const MAX_WORDS = 30

function listing(label: string, words: readonly string[]): string {
  if (words.length === 0) return ''
  const more = words.length > MAX_WORDS ? `, and ${words.length - MAX_WORDS} more` : ''
  return `${label}: ${words.slice(0, MAX_WORDS).join(', ')}${more}.\n`
}
