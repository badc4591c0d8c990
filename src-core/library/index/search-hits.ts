import type { ListHit } from '../../../src-shared/contract/contract.ts'
import type { SearchHit } from '../../../src-shared/contract/library.ts'
import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import type { Section } from '../../../src-shared/standard/standard.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import type { IndexReader, TextRow } from './index-reader.ts'
import type { SearchResult } from './search.ts'
import { cutSnippet } from './snippet.ts'

/** Describes the matches of a search, best first. */
export function searchHits(index: IndexReader, { matches, words }: SearchResult): SearchHit[] {
  // Several hits are often in one long standard.
  const texts = new Map<number, TextRow>()
  const slugsByDoc = new Map<number, string[]>()
  return matches.flatMap(({ doc, ordinal, score }) => {
    const row = index.byDoc(doc)
    const text = texts.get(doc) ?? index.text(doc)
    if (!row || !text) return []
    texts.set(doc, text)
    const slugs = slugsByDoc.get(doc) ?? sectionSlugs(text.sections)
    slugsByDoc.set(doc, slugs)
    const { heading, path, slug, snippet } = describeHit(text, row.description, ordinal, words, slugs)
    return {
      id: row.id,
      title: row.title,
      heading,
      path,
      snippet,
      uri: standardUri(row.id, slug),
      score: Math.round(score * 1000) / 1000,
    }
  })
}

/**
 * Describes matching sections of one standard.
 * @param ordinals `null`: the first sections that match
 */
export function standardHits(
  index: IndexReader,
  found: SearchResult,
  doc: number,
  ordinals: readonly number[] | null,
  limit: number,
): ListHit[] {
  const row = index.byDoc(doc)
  const text = index.text(doc)
  if (!row || !text) return []
  const slugs = sectionSlugs(text.sections)
  return (ordinals ?? index.matchingSections(found, doc, limit))
    .slice(0, limit)
    .map((ordinal) => describeHit(text, row.description, ordinal, found.words, slugs))
}

/** @param slugs the slugs of all sections of `text` */
function describeHit(
  text: TextRow,
  description: string,
  ordinal: number,
  words: readonly string[],
  slugs: readonly string[],
): ListHit {
  const section = text.sections[ordinal]
  const body = section ? text.text.slice(section.start, section.stop) : description
  return {
    heading: section?.heading ?? '',
    path: headingsAbove(text.sections, ordinal).join(' > '),
    slug: slugs[ordinal] ?? '',
    snippet: cutSnippet(withoutHeadingLine(body, section), words),
  }
}

function withoutHeadingLine(body: string, section: Section | undefined): string {
  if (!section || section.level === 0) return body
  const end = body.search(/[\r\n]/)
  return end < 0 ? body : body.slice(end).replace(/^[\r\n]+(?:[=-]+[ \t]*(?:\r\n|\r|\n|$))?/, '')
}

function headingsAbove(sections: readonly Section[], ordinal: number): string[] {
  const above: string[] = []
  let level = sections[ordinal]?.level ?? 0
  for (let i = ordinal - 1; i >= 0 && level > 1; i--) {
    const section = sections[i]
    if (!section || section.level === 0 || section.level >= level) continue
    above.unshift(section.heading)
    level = section.level
  }
  return above
}
