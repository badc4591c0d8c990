import type { Evidence } from './evidence.ts'
import { beginsName, domainOf } from './facet-lookup.ts'
import { CLAUSE_WORDS, NO_DOMAIN_AS_FOLDER, WEAK_DOMAIN_WORDS } from './facet-tables.ts'
import { isNamedByFolder, stemOf } from './file-name.ts'
import { frameworkOf } from './frameworks.ts'
import { firstOf, wordsOfName, wordsOfTitle } from './name-words.ts'
import type { Facet } from './standard.ts'

/** Longer names of folders describe a project, of which the domains of single words are not the subject. */
const MAX_FOLDER_WORDS = 4
const MAX_WORDS_OF_DOMAIN = 3

/** Determines the domain of a standard that does not state it. */
export function domainByEvidence(evidence: Evidence): Facet | null {
  // The nearest folder comes first.
  const folders = evidence.path.split('/').slice(0, -1).reverse()
  const named = folders.filter((folder) => !NO_DOMAIN_AS_FOLDER.has(folder.toLowerCase()))
  const stem = stemOf(evidence.path)
  const byPath =
    firstOf(named, domainOf) ??
    (isNamedByFolder(stem) ? null : (domainOf(stem) ?? domainIn(wordsOfName(stem)))) ??
    firstOf(named, inFolder)
  if (byPath !== null) return { value: byPath, rule: 'path' }
  const byTag = firstOf(evidence.tags, domainOf)
  if (byTag !== null) return { value: byTag, rule: 'tags' }
  const title = wordsOfTitle(evidence.title)
  const byTitle = domainIn(title)
  if (byTitle !== null) return { value: byTitle, rule: 'title' }
  const byFramework = firstOf([...wordsOfName(stem), ...folders.flatMap(wordsOfFolder)], domainOfFramework)
  if (byFramework !== null) return { value: byFramework, rule: 'path' }
  const inTitle = firstOf(title, domainOfFramework)
  if (inTitle !== null) return { value: inTitle, rule: 'title' }
  // Projects keep documents of every kind in `docs`, but those in `documentation` are about it when nothing else is.
  return folders.some((folder) => folder.toLowerCase() === 'documentation')
    ? { value: 'documentation', rule: 'path' }
    : null
}

function inFolder(folder: string): string | null {
  // `.github` and `.cursor` are names of tools.
  if (folder.startsWith('.')) return null
  return domainIn(wordsOfFolder(folder).filter((word) => !NO_DOMAIN_AS_FOLDER.has(word) && !isWeak(word)))
}

function wordsOfFolder(folder: string): readonly string[] {
  const words = wordsOfName(folder)
  return words.length > MAX_FOLDER_WORDS ? [] : words
}

function isWeak(name: string): boolean {
  return WEAK_DOMAIN_WORDS.has(name)
}

function domainOfFramework(word: string): string | null {
  return frameworkOf(word.toLowerCase())?.domain ?? null
}

/**
 * Returns the domain that words are about. In English the last noun before a preposition is the subject: "API testing" and
 * "testing in CI" are about testing.
 */
function domainIn(words: readonly string[]): string | null {
  let weak: string | null = null
  let strong: string | null = null
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? ''
    if (CLAUSE_WORDS.has(word.toLowerCase())) {
      if (strong !== null) return strong
      at++
      continue
    }
    const found = domainAt(words, at)
    if (found === null) at++
    else {
      if (found.isWeak) weak ??= found.domain
      else strong = found.domain
      at += found.count
    }
  }
  return strong ?? weak
}

/** Returns the domain of the longest name that begins at a word. */
function domainAt(
  words: readonly string[],
  at: number,
): { readonly domain: string; readonly count: number; readonly isWeak: boolean } | null {
  const most = beginsName((words[at] ?? '').toLowerCase())
    ? Math.min(MAX_WORDS_OF_DOMAIN, words.length - at)
    : 1
  for (let count = most; count > 0; count--) {
    const name = words
      .slice(at, at + count)
      .join('-')
      .toLowerCase()
    const domain = domainOf(name)
    if (domain !== null) return { domain, count, isWeak: isWeak(name) }
  }
  const word = words[at] ?? ''
  if (!/[-_.]/.test(word)) return null
  const domain = domainIn(wordsOfName(word))
  return domain === null ? null : { domain, count: 1, isWeak: false }
}
