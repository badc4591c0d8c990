import type { SearchHit } from '../../../src-shared/contract/library.ts'
import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import type { Section } from '../../../src-shared/standard/standard.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import type { IndexReader, TextRow } from './index-reader.ts'
import type { SectionMatch } from './search.ts'
import { cutSnippet } from './snippet.ts'

/** A section that a search found, as every list of hits shows it. */
export interface HitText {
  readonly heading: string
  /** The headings above, outermost first, joined by ` > `. */
  readonly path: string
  readonly slug: string
  /** Marks hits with `**`. */
  readonly snippet: string
}

/** @param slugs a cache by document, for the hits of one answer */
export function hitOf(
  index: IndexReader,
  match: SectionMatch,
  words: readonly string[],
  slugs: Map<number, string[]>,
): SearchHit | null {
  const row = index.byDoc(match.doc)
  const text = index.text(match.doc)
  if (!row || !text) return null
  let anchors = slugs.get(match.doc)
  if (!anchors) {
    anchors = sectionSlugs(text.sections)
    slugs.set(match.doc, anchors)
  }
  const { heading, path, slug, snippet } = hitText(text, row.description, match.ordinal, words, anchors)
  return {
    id: row.id,
    title: row.title,
    heading,
    path,
    snippet,
    uri: standardUri(row.id, slug),
    score: Math.round(match.score * 1000) / 1000,
  }
}

/** @param slugs those of all sections of `text` */
export function hitText(
  text: TextRow,
  description: string,
  ordinal: number,
  words: readonly string[],
  slugs: readonly string[],
): HitText {
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
