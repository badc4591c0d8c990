import type { Problem } from '../../src-shared/domain.ts'
import { sectionSlugs } from '../indexing/slug.ts'
import type { IndexReader } from '../store/index-reader.ts'
import { SECTION_SPAN } from '../store/index-schema.ts'
import type { ListedRow } from '../store/shelf-reader.ts'
import type { Catalogue, Listed } from './catalogue.ts'
import { hitText } from './search-hits.ts'
import { standardUri, summaryOf } from './summary.ts'

/** @param read runs a question against one state of the index, as the library does */
export function createCatalogue(read: <T>(work: (index: IndexReader) => T) => T): Catalogue {
  return {
    generation: () => read((index) => index.generation()),
    listed: (after, limit) => read((index) => index.shelf().listed(after, limit).map(listedOf)),
    listedByIds: (ids) => read((index) => index.shelf().listedByIds(ids).map(listedOf)),
    problemCodes() {
      const codes = new Map<string, string[]>()
      for (const [path, code] of read((index) => index.shelf().problemCodes())) {
        const id = path.normalize('NFC')
        const known = codes.get(id)
        if (known) known.push(code)
        else codes.set(id, [code])
      }
      return codes
    },
    find: (query) => read((index) => index.shelf().find(query)),
    hits: (found, doc, ordinals, limit) =>
      read((index) => {
        const row = index.byDoc(doc)
        const text = index.text(doc)
        if (!row || !text) return []
        const slugs = sectionSlugs(text.sections)
        const wanted =
          ordinals ??
          index
            .shelf()
            .sectionsOf(found.expression, doc, limit)
            .map((rowid) => rowid % SECTION_SPAN)
        return wanted
          .slice(0, limit)
          .map((ordinal) => hitText(text, row.description, ordinal, found.words, slugs))
      }),
    view: (id) =>
      read((index) => {
        const row = index.whole(id.normalize('NFC'))
        const facts = row && index.shelf().facts(row.doc)
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
        return (row && index.shelf().facts(row.doc)?.path) ?? null
      }),
  }
}

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
