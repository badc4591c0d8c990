import type { StandardView } from '../../src-shared/contract/editing.ts'
import { GLOB_KEYS } from '../../src-shared/standard/file-globs.ts'
import { DEFAULTS_KEYS } from '../../src-shared/standard/folder-defaults.ts'
import { readFrontMatter } from '../../src-shared/standard/front-matter/front-matter.ts'
import { sectionSlugs } from '../../src-shared/standard/slug.ts'
import type { IndexReader } from './index/index-reader.ts'
import { summaryOf } from './index/summary.ts'
import { defaultsOfRows } from './watch/library-defaults.ts'

/** Returns a standard as the window shows it, or `null` when the index has no such id. */
export function viewStandard(index: IndexReader, id: string): StandardView | null {
  const row = index.withText(id.normalize('NFC'))
  const details = row && index.details(row.doc)
  if (!row || !details) return null
  const [language = null, domain = null] = JSON.parse(row.rules)
  const slugs = sectionSlugs(row.sections)
  return {
    ...summaryOf(row),
    text: row.text,
    bodyStart: row.bodyStart,
    sections: row.sections.map((section, at) => ({ ...section, slug: slugs[at] ?? '' })),
    checklist: details.tasks,
    examples: details.examples,
    createdAt: details.created,
    globs: JSON.parse(details.globs),
    rules: { language, domain },
    defaultsFrom: defaultsFrom(index, details.path, row.text),
    problems: index.problemsOf(details.path),
  }
}

function defaultsFrom(index: IndexReader, path: string, text: string): StandardView['defaultsFrom'] {
  const rows = index.defaults()
  if (rows.length === 0) return {}
  const origins = defaultsOfRows(rows).origins(path)
  const { data } = readFrontMatter(text, path)
  const states = (key: string) => Object.hasOwn(data, key) && data[key] !== null
  const statesAny = { language: ['language'], domain: ['domain'], tags: ['tags'], globs: GLOB_KEYS }
  return Object.fromEntries(
    DEFAULTS_KEYS.filter((key) => !statesAny[key].some(states) && origins[key] !== undefined).map((key) => [
      key,
      origins[key],
    ]),
  )
}

/** Returns a standard's path in the library as the file system spells it, or `null` when the index has no such id. */
export function pathOfStandard(index: IndexReader, id: string): string | null {
  const row = index.byId(id.normalize('NFC'))
  return (row && index.details(row.doc)?.path) ?? null
}
