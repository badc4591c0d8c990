import type { Standard } from '../../src-shared/contract/library.ts'
import { sectionSlugs } from '../../src-shared/standard/slug.ts'
import type { Section } from '../../src-shared/standard/standard.ts'

/** A heading as `get_standard` lists it; `slug` names it in `section` and in URIs. */
export interface OutlineEntry {
  level: number
  heading: string
  slug: string
}

/** A section's text with its sub-sections, as offsets into the standard's text. */
export interface SectionRange {
  readonly start: number
  readonly stop: number
}

/** The longest outline; over it, the deepest levels are left out. */
const MAX_OUTLINE = 300

/** The markdown without the front matter and the empty lines after it. */
export function bodyRange({ text, bodyStart }: Standard): SectionRange {
  const [blank = ''] = /^(?:[ \t]*\r?\n)*/.exec(text.slice(bodyStart)) ?? []
  return { start: bodyStart + blank.length, stop: text.length }
}

/** The headings in order, without the text before the first one. */
export function buildOutline(sections: readonly Section[]): OutlineEntry[] {
  const slugs = sectionSlugs(sections)
  const all = sections.flatMap(({ level, heading }, index) =>
    level === 0 ? [] : [{ level, heading, slug: slugs[index] ?? '' }],
  )
  let shown = all
  for (
    let depth = Math.max(0, ...all.map((entry) => Math.min(entry.level, 6)));
    shown.length > MAX_OUTLINE && depth > 1;
  ) {
    depth -= 1
    shown = all.filter((entry) => entry.level <= depth)
  }
  return shown.slice(0, MAX_OUTLINE)
}

/** How a caller names a section: by its heading or slug, or by the slug in a URI. */
export interface SectionName {
  readonly text: string
  /** True: from a URI, which has slugs only. */
  readonly isSlug: boolean
}

/** The section of this name with its sub-sections; `null`: none. */
export function findSection(sections: readonly Section[], name: SectionName): SectionRange | null {
  const slugs = sectionSlugs(sections)
  const index = indexIn(
    sections.map(({ level, heading }, at) => (level === 0 ? NO_HEADING : { heading, slug: slugs[at] ?? '' })),
    name,
  )
  const section = sections[index]
  if (section === undefined) return null
  const next = sections.findIndex((other, at) => at > index && other.level <= section.level)
  return {
    start: section.start,
    stop: sections[next === -1 ? sections.length - 1 : next - 1]?.stop ?? section.stop,
  }
}

/** The slug of the section of this name, as {@link findSection} finds it; `null`: the outline does not list it. */
export function slugIn(outline: readonly OutlineEntry[], name: SectionName): string | null {
  return outline[indexIn(outline, name)]?.slug ?? null
}

type Named = Pick<OutlineEntry, 'heading' | 'slug'>
const NO_HEADING: Named = { heading: '', slug: '' }

/** The exact heading first, then the slug (`C` is not `C++`, whose slug is `c`), then the heading in any case; -1: none. */
function indexIn(named: readonly Named[], { text, isSlug }: SectionName): number {
  const slug = asSlug(text)
  const heading = plain(text)
  if (heading === '') return -1
  const exact = isSlug ? -1 : named.findIndex((entry) => entry.heading === text.trim())
  if (exact !== -1) return exact
  const bySlug = named.findIndex((entry) => entry.slug === slug)
  return bySlug !== -1 ? bySlug : named.findIndex((entry) => plain(entry.heading) === heading)
}

function asSlug(name: string): string {
  return name
    .trim()
    .replace(/^#+\s*/, '')
    .toLowerCase()
}

function plain(heading: string): string {
  return heading
    .normalize('NFC')
    .trim()
    .replace(/^#+\s*/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
}
