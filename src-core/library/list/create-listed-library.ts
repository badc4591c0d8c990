import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import { createLibrary, type IndexSource } from '../index/create-library.ts'
import type { IndexReader } from '../index/index-reader.ts'
import { SECTION_SPAN } from '../index/index-schema.ts'
import { createListReader, type ListedRow } from '../index/list-reader.ts'
import { hitText } from '../index/search-hits.ts'
import { summaryOf } from '../index/summary.ts'
import type { Listed, ListedLibrary } from './listed-library.ts'

/** Answers questions from the index, those of a window too. */
export function createListedLibrary(source: IndexSource): ListedLibrary {
  const { read } = source
  return {
    ...createLibrary(source),
    generation: () => read((index) => index.generation()),
    listed: (after, limit) => read((index) => shelfOf(index).listed(after, limit).map(listedOf)),
    listedByIds: (ids) => read((index) => shelfOf(index).listedByIds(ids).map(listedOf)),
    problemCodes() {
      const codes = new Map<string, string[]>()
      for (const [path, code] of read((index) => shelfOf(index).problemCodes())) {
        const id = path.normalize('NFC')
        const known = codes.get(id)
        if (known) known.push(code)
        else codes.set(id, [code])
      }
      return codes
    },
    find: (query) => read((index) => shelfOf(index).find(query)),
    hits: (found, doc, ordinals, limit) =>
      read((index) => {
        const row = index.byDoc(doc)
        const text = index.text(doc)
        if (!row || !text) return []
        const slugs = sectionSlugs(text.sections)
        const wanted =
          ordinals ??
          shelfOf(index)
            .sectionsOf(found.expression, doc, limit)
            .map((rowid) => rowid % SECTION_SPAN)
        return wanted
          .slice(0, limit)
          .map((ordinal) => hitText(text, row.description, ordinal, found.words, slugs))
      }),
    view: (id) =>
      read((index) => {
        const row = index.whole(id.normalize('NFC'))
        const facts = row && shelfOf(index).facts(row.doc)
        if (!row || !facts) return null
        const [language = null, domain = null] = JSON.parse(row.rules)
        const slugs = sectionSlugs(row.sections)
        const problems: Problem[] = index.problemsOf(facts.path)
        return {
          ...summaryOf(row),
          text: row.text,
          bodyStart: row.bodyStart,
          sections: row.sections.map((section, at) => ({ ...section, slug: slugs[at] ?? '' })),
          checklist: facts.tasks,
          examples: facts.examples,
          createdAt: facts.created,
          globs: JSON.parse(facts.globs),
          rules: { language, domain },
          problems,
        }
      }),
    pathOf: (id) =>
      read((index) => {
        const row = index.byId(id.normalize('NFC'))
        return (row && shelfOf(index).facts(row.doc)?.path) ?? null
      }),
  }
}

const shelfOf = (index: IndexReader) => index.more(createListReader)

function listedOf(row: ListedRow): Listed {
  const [doc, id, title, description, tags, language, domain, updated, size] = row
  return {
    doc,
    summary: {
      id,
      uri: standardUri(id),
      title,
      description,
      tags: JSON.parse(tags),
      language,
      domain,
      updated,
      size,
    },
  }
}
