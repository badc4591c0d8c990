import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type {
  LibraryFacets,
  Standard,
  StandardFilter,
  StandardSummary,
} from '../../../src-shared/contract/library.ts'
import { domainOf, languageOf } from '../../../src-shared/standard/classify.ts'
import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import type { ChecklistEntry, Library } from '../library.ts'
import type { IndexHandle } from './index-handle.ts'
import { type IndexReader, readOutline, type StandardRow } from './index-reader.ts'
import { closestIds } from './nearest.ts'
import { hitOf } from './search-hits.ts'
import { summaryOf } from './summary.ts'

const NEAREST = 5
const ALSO = 10

/** The index of the library that this process serves. */
export interface IndexSource {
  readonly handle: IndexHandle
  readonly root: () => string
  /**
   * Asks one state of the index.
   * @throws PlumblineError also when it holds another library
   */
  read<T>(work: (index: IndexReader) => T): T
}

/**
 * @param rootNow the library that this process is to serve; the index of another one is refused
 * @param isChanging asked when the index holds another library; true while it is about to become this one's
 */
export function indexSource(
  handle: IndexHandle,
  rootNow: () => string,
  isChanging: () => boolean = () => false,
): IndexSource {
  function read<T>(work: (index: IndexReader) => T): T {
    return handle.read((index) => {
      const indexed = index.meta('library')
      if (indexed !== null && indexed !== rootNow()) {
        const changing = isChanging()
        // The user may just have chosen it, which this process did not know until it looked.
        const root = rootNow()
        if (indexed === root) return work(index)
        if (changing) throw changingOver(root)
        throw new PlumblineError(
          'library-mismatch',
          `Another Plumbline process indexes ${indexed} in this home, and this one was started for ${root}.`,
          'Give this one a home of its own (--home DIR), or quit the other one.',
        )
      }
      return work(index)
    })
  }

  return { handle, root: rootNow, read }
}

/** Answers questions from the index. */
export function createLibrary({ handle, root: rootNow, read }: IndexSource): Library {
  let facets: LibraryFacets | null = null
  let facetsRoot = ''
  let facetsVersion = -1

  function currentFacets(): LibraryFacets {
    const version = handle.version()
    const root = rootNow()
    if (facets && facetsVersion === version && facetsRoot === root) return facets
    facets = read((index) => {
      const generation = index.generation()
      if (facets?.generation === generation && facetsRoot === root) return facets
      let tags: readonly string[] | undefined
      return {
        ...index.topics(),
        // Every greeting asks for facets and few ask for tags, which take ten times as long over 10,000 standards.
        get tags() {
          tags ??= read((now) => now.tags())
          return tags
        },
        generation,
      }
    })
    facetsVersion = version
    facetsRoot = root
    return facets
  }

  const resolveLanguage = (word: string) => resolve(word, languageOf, () => currentFacets().languages)
  const resolveDomain = (word: string) => resolve(word, domainOf, () => currentFacets().domains)

  function resolveFilter(filter: StandardFilter): StandardFilter {
    return {
      language:
        filter.language === undefined ? undefined : (resolveLanguage(filter.language) ?? filter.language),
      domain: filter.domain === undefined ? undefined : (resolveDomain(filter.domain) ?? filter.domain),
      tag: filter.tag,
    }
  }

  return {
    status: () =>
      read((index) => ({
        library: rootNow(),
        generation: index.generation(),
        ...index.counts(),
        progress: index.progress(),
      })),
    problems: () => read((index) => index.problems()),
    facets: currentFacets,
    resolveLanguage,
    resolveDomain,
    findByTopic(languageWord, domainWord) {
      const language = resolveLanguage(languageWord) ?? languageWord
      const domain = resolveDomain(domainWord) ?? domainWord
      return read((index) => {
        const [best, ...others] = [...index.byTopic(language, domain), ...index.byTopic(null, domain)]
        return {
          found: best ? withText(index, best) : null,
          language,
          domain,
          also: others.slice(0, ALSO).map(summaryOf),
          nearest: best ? [] : nearestTopics(index, language, domain),
        }
      })
    },
    search(query, filter, limit) {
      const narrowed = resolveFilter(filter)
      return read((index) => {
        const found = index.search(query, narrowed, limit)
        const slugs = new Map<number, string[]>()
        return {
          hits: found.matches.flatMap((match) => hitOf(index, match, found.words, slugs) ?? []),
          total: found.total,
          totalCapped: found.totalCapped,
        }
      })
    },
    get(id) {
      const row = handle.readOne((index) => index.whole(id.normalize('NFC')))
      // Refuses another library's index; behind the read, so that none of its texts can slip in between.
      currentFacets()
      return row
        ? { ...summaryOf(row), text: row.text, bodyStart: row.bodyStart, sections: row.sections }
        : null
    },
    nearestIds: (id, limit) =>
      read((index) => closestIds(id, index.list({}, '', MAX_ROWS), limit).map(summaryOf)),
    list(filter, after, limit) {
      const narrowed = resolveFilter(filter)
      return read((index) => {
        const rows = index.list(narrowed, after ?? '', limit + 1)
        const items = rows.slice(0, limit).map(summaryOf)
        return {
          items,
          total: index.count(narrowed),
          next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
        }
      })
    },
    checklist(filter) {
      const narrowed = resolveFilter(filter)
      const id = filter.id?.normalize('NFC')
      return read((index) => index.checklists({ ...narrowed, id }).flatMap(entriesOf))
    },
    completeId(text, limit) {
      const part = text.normalize('NFC')
      return read((index) => ({ ids: index.idsLike(part, limit), total: index.countIdsLike(part) }))
    },
    changesSince: (generation) =>
      read((index) => {
        const now = index.generation()
        if (now === generation) return { generation: now, listed: false, ids: [] }
        const since = now < generation ? -1 : generation
        return { generation: now, listed: index.listedAt() > since, ids: index.changedSince(since) }
      }),
  }
}

const MAX_ROWS = 1_000_000

function changingOver(root: string): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    `Plumbline is changing over to the library ${root}.`,
    'Ask again in a few seconds.',
  )
}

function resolve(
  word: string,
  table: (word: string) => string | null,
  inLibrary: () => readonly string[],
): string | null {
  const known = table(word)
  if (known !== null) return known
  const lower = word.trim().toLowerCase()
  // A word that no table knows is kept with `-` for its blanks.
  const joined = lower.replace(/[\s_]+/g, '-')
  return inLibrary().find((name) => name.toLowerCase() === lower || name === joined) ?? null
}

function withText(index: IndexReader, row: StandardRow): Standard | null {
  const text = index.text(row.doc)
  return text ? { ...summaryOf(row), ...text } : null
}

function nearestTopics(index: IndexReader, language: string, domain: string): StandardSummary[] {
  const sameLanguage = index.list({ language }, '', NEAREST)
  const sameDomain = index.list({ domain }, '', NEAREST)
  // Alternating: both kinds are shown even where there are many of one.
  const rows = new Map<string, StandardRow>()
  for (let i = 0; i < NEAREST; i++) {
    for (const row of [sameLanguage[i], sameDomain[i]]) if (row) rows.set(row.id, row)
  }
  return [...rows.values()].slice(0, NEAREST).map(summaryOf)
}

function entriesOf(row: { id: string; checklist: string; outline: string }): ChecklistEntry[] {
  const items: [text: string, checked: 0 | 1, line: number, section: number][] = JSON.parse(row.checklist)
  const sections = readOutline(row.outline)
  const slugs = sectionSlugs(sections)
  return items.map(([text, checked, line, section]) => ({
    text,
    checked: checked === 1,
    line,
    section,
    id: row.id,
    heading: sections[section]?.heading ?? '',
    uri: standardUri(row.id, slugs[section]),
  }))
}
