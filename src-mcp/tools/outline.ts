import type { Standard } from '../../src-shared/contract/library.ts'
import { sectionSlugs } from '../../src-shared/standard/slug.ts'
import type { Section } from '../../src-shared/standard/standard.ts'

/** A heading as `get_standard` lists it; `slug` names it in `section` and in URIs. */
export interface OutlineEntry {
  level: number
  heading: string
  slug: string
}

/** Where a section's text lies, sub-headings included: offsets into the standard's text. */
export interface SectionRange {
  readonly start: number
  readonly stop: number
}

/** More headings than this say less than fewer do: the deepest levels go first. */
const MAX_OUTLINE = 300

/** Where the markdown lies, without the front matter and the empty lines behind it. */
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

/** A section as a caller names it: by its heading or its slug, or by the slug in a URI. */
export interface SectionName {
  readonly text: string
  /** True: from a URI, which knows slugs only. */
  readonly isSlug: boolean
}

/** The section of this name, with everything below it; `null`: none. */
export function findSection(sections: readonly Section[], wanted: SectionName): SectionRange | null {
  const slugs = sectionSlugs(sections)
  const index = indexIn(
    sections.map(({ level, heading }, at) => (level === 0 ? NO_HEADING : { heading, slug: slugs[at] ?? '' })),
    wanted,
  )
  const section = sections[index]
  if (section === undefined) return null
  const next = sections.findIndex((other, at) => at > index && other.level <= section.level)
  return {
    start: section.start,
    stop: sections[next === -1 ? sections.length - 1 : next - 1]?.stop ?? section.stop,
  }
}

/** The slug of the section of this name, as {@link findSection} finds it; `null`: none that is listed. */
export function slugIn(outline: readonly OutlineEntry[], wanted: SectionName): string | null {
  return outline[indexIn(outline, wanted)]?.slug ?? null
}

type Named = Pick<OutlineEntry, 'heading' | 'slug'>
const NO_HEADING: Named = { heading: '', slug: '' }

/** The heading to the letter, before the slug: `C` is not `C++`, whose slug is `c`. Then the heading in any case; -1: none. */
function indexIn(named: readonly Named[], { text, isSlug }: SectionName): number {
  const slug = asSlug(text)
  const heading = plain(text)
  if (heading === '') return -1
  const exact = isSlug ? -1 : named.findIndex((one) => one.heading === text.trim())
  if (exact !== -1) return exact
  const bySlug = named.findIndex((one) => one.slug === slug)
  return bySlug !== -1 ? bySlug : named.findIndex((one) => plain(one.heading) === heading)
}

function asSlug(wanted: string): string {
  return wanted
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
