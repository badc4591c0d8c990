import type { LibraryFacets, StandardFilter } from '../../../src-shared/contract/library.ts'
import { domainOf, languageOf } from '../../../src-shared/standard/facet-lookup.ts'
import { readFacetWord } from '../../../src-shared/standard/facet-word.ts'
import type { IndexSource } from './index-source.ts'

/** The facets of the library, and the canonical names of words that stand for them. */
export class FacetNames {
  readonly #source: IndexSource
  #facets: LibraryFacets | null = null
  #root = ''
  #version = -1

  constructor(source: IndexSource) {
    this.#source = source
  }

  /** @throws PlumblineError as `IndexSource.read` */
  current(): LibraryFacets {
    const version = this.#source.handle.version()
    const root = this.#source.root()
    if (this.#facets && this.#version === version && this.#root === root) return this.#facets
    this.#facets = this.#read(root)
    this.#version = version
    this.#root = root
    return this.#facets
  }

  /** Returns `null` when neither the alias tables nor the library have the word. */
  language(word: string): string | null {
    return languageOf(word) ?? nameIn(this.current().languages, word)
  }

  /** Returns `null` when neither the alias tables nor the library have the word. */
  domain(word: string): string | null {
    return domainOf(word) ?? nameIn(this.current().domains, word)
  }

  /** Replaces aliases by canonical names. Unknown words stay as they are. */
  resolve({ language, domain, tag }: StandardFilter): StandardFilter {
    return {
      language: language === undefined ? undefined : (this.language(language) ?? language),
      domain: domain === undefined ? undefined : (this.domain(domain) ?? domain),
      tag: tag === undefined ? undefined : (readFacetWord(tag) ?? tag),
    }
  }

  #read(root: string): LibraryFacets {
    const { read } = this.#source
    return read((index) => {
      const generation = index.generation()
      if (this.#facets?.generation === generation && this.#root === root) return this.#facets
      let tags: readonly string[] | undefined
      return {
        ...index.topics(),
        // Every session needs languages and domains, few need tags, which take ten times as long in 10,000 standards.
        get tags() {
          tags ??= read((current) => current.tags())
          return tags
        },
        generation,
      }
    })
  }
}

function nameIn(names: readonly string[], word: string): string | null {
  const lower = word.trim().toLowerCase()
  // Names that no table has are stored with `-` for spaces.
  const joined = lower.replace(/[\s_]+/g, '-')
  return names.find((name) => name.toLowerCase() === lower || name === joined) ?? null
}
