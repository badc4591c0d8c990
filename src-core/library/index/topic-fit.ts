import { stemmer } from 'stemmer'
import { DOMAINS, domainOf, LANGUAGES, languageOf } from '../../../src-shared/standard/facet-lookup.ts'
import { NEVER_A_WORD } from '../../../src-shared/standard/facet-tables.ts'
import { stemOf } from '../../../src-shared/standard/file-name.ts'
import { isFiller } from './question-words.ts'
import type { StandardRow } from './reader-statements.ts'

/** Names of frameworks that say what a standard is about without saying the word. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  testing: [
    'pytest',
    'unittest',
    'junit',
    'mstest',
    'nunit',
    'xunit',
    'jest',
    'vitest',
    'mocha',
    'rspec',
    'minitest',
  ],
}

/** Returns the words and phrases, in lower case, that standards of a domain are described with. */
export function wordsOfDomain(domain: string): string[] {
  const names = [domain, ...(DOMAINS[domain] ?? []), ...(ALSO[domain] ?? [])]
  return [...new Set(names.map((name) => name.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()))].filter(
    (name) => name.length > 1,
  )
}

/** Words of titles and file names that do not narrow the subject. */
const PLAIN: ReadonlySet<string> = new Set(
  `cheat sheet cheatsheet instructions instruction skill readme index overview introduction about development
  developer programming language style our team general common core main basics software engineering project app application
  md mdc checklist`.split(/\s+/),
)

/** How far a standard's title and file name are from the language and domain alone. */
export interface TopicFit {
  /** Number of words, in the title or in the file name, that name something else. */
  readonly others: number
  /** True when a word names another programming language or technology. */
  readonly isOtherTechnology: boolean
  /** True when a word names a framework of the domain. */
  readonly namesFramework: boolean
  /** True when the title or the path names the language. */
  readonly namesLanguage: boolean
  /** True when the title or the path names the domain, or a part of it. */
  readonly namesDomain: boolean
  /** True when the title or the path names the whole domain: `security`, and not only `authentication`. */
  readonly namesWholeDomain: boolean
  /** True when the title and the path name the language and nothing else. */
  readonly isLanguageAlone: boolean
}

/** Compares a standard's title and file name with a language and domain. */
export function fitTopic(
  { id, title }: Pick<StandardRow, 'id' | 'title'>,
  language: string,
  domain: string,
): TopicFit {
  const ofLanguage = new Set([language, ...(LANGUAGES[language] ?? [])].flatMap(wordsIn))
  const ofDomain = new Set([
    ...domain.split('-'),
    ...wordsOfDomain(domain).filter((name) => !name.includes(' ')),
  ])
  const names = [wordsIn(nameOf(id)), wordsIn(title)].filter((name) => name.length > 0)
  const words = names.flat()
  const phrases = wordsOfDomain(domain).filter((name) => name.includes(' '))
  const isOtherLanguage = (word: string) => languageOf(word) !== null && !NEVER_A_WORD.has(word)
  const isOfDomain = (word: string) =>
    ofDomain.has(word) || ofDomain.has(`${word}s`) || domainOf(word) === domain
  const others = names.map((name) =>
    withoutPhrases(name, phrases).filter((word) => {
      const isKnown = ofLanguage.has(word) || isOfDomain(word)
      return !isKnown && !isFiller(word) && !PLAIN.has(word) && !/^\d+$/.test(word)
    }),
  )
  // A name such as "Best practices" says nothing of either.
  const counts = others.map((otherWords, at) => {
    const saysNothing = !names[at]?.some((word) => ofLanguage.has(word) || isOfDomain(word))
    return otherWords.length + (saysNothing ? 1 : 0)
  })
  return {
    others: Math.min(...counts),
    isOtherTechnology: words.some(
      (word) => !ofLanguage.has(word) && (TECHNOLOGIES.has(word) || isOtherLanguage(word)),
    ),
    namesFramework: words.some((word) => ALSO[domain]?.includes(word)),
    namesLanguage: words.some((word) => ofLanguage.has(word)),
    namesDomain: words.some(isOfDomain),
    namesWholeDomain: words.some((word) => domain.split('-').some((part) => stemmer(part) === stemmer(word))),
    isLanguageAlone: words.every((word) => word === language || isFiller(word) || PLAIN.has(word)),
  }
}

/** Removes phrases such as `sql injection` from a name. */
function withoutPhrases(words: readonly string[], phrases: readonly string[]): string[] {
  let name = ` ${words.join(' ')} `
  for (const phrase of phrases) name = name.replace(` ${phrase} `, ' ')
  return name.split(' ').filter((word) => word !== '')
}

/** Frameworks, products and platforms: a standard that is named after one is for that one only. */
const TECHNOLOGIES: ReadonlySet<string> = new Set(
  `ajax android angular ansible apache apex asp aspnet astro aws azure bicep blazor bootstrap cassandra chef cosmos dapper databricks
  dataverse django docker drupal electron elasticsearch ember express fabric fastapi firebase flask gcp github gitlab graphql
  grpc hibernate html5 ios ionic jenkins joomla jpa json jquery jwt kafka kubernetes kotlin laravel ktor lwc magento markdown maui mongodb mcp
  mysql nestjs next nextjs nginx nodejs nosql nuxt oauth oracle phoenix playwright postgres postgresql power powerapps pulumi puppet
  quarkus rabbitmq selenium cypress rails react redis redux remix saml salesforce sharepoint shopify soap solid spark spring springboot sqlite
  svelte symfony tailwind tauri terraform unity unreal vue vuejs websocket winforms wordpress wpf xml yaml`.split(
    /\s+/,
  ),
)

/** The file's name without its ending; its folder's name for a file such as `README.md`. */
function nameOf(id: string): string {
  const stem = stemOf(id)
  return /^(?:readme|index|skill)$/i.test(stem) ? (id.split('/').at(-2) ?? stem) : stem
}

function wordsIn(text: string): string[] {
  return text
    .replace(/c\+\+/gi, 'cplusplus')
    .replace(/c#/gi, 'csharp')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
}

const ABOUT_THE_REPOSITORY =
  /^(?:contributing|licen[cs]e|changelog|code[_-]of[_-]conduct|governance|authors|maintainers|support|SECURITY|SUMMARY)$/i

/** READMEs of a repository say how to use it. A long one may be the standard itself. */
const LONG_README = 10_000

/** Roles and prompts for an assistant, in folders that hold standards too. */
const ROLE = /\.(?:agent|chatmode|prompt)\.md$/i

/** Returns true for files that are no standards: a repository's README or licence, roles of assistants, templates, examples. */
export function isNoStandard({ id, size }: Pick<StandardRow, 'id' | 'size'>): boolean {
  const stem = stemOf(id)
  const folders = id.split('/').slice(0, -1)
  if (ROLE.test(id) || /template$/i.test(stem) || folders.some((folder) => /^examples?$/i.test(folder)))
    return true
  if (/^(?:security|summary)$/i.test(stem)) return stem === stem.toUpperCase()
  if (ABOUT_THE_REPOSITORY.test(stem)) return true
  if (!/^readme$/i.test(stem) || folders.length > 1 || size > LONG_README) return false
  const [folder] = folders
  return folder === undefined || (languageOf(folder) === null && domainOf(folder) === null)
}
