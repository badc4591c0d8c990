import { sectionSlugs } from '../../src-core/indexing/slug.ts'
import type { Section, Standard } from '../../src-shared/domain.ts'

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

/** The section with this slug or heading (case does not matter), with everything below it; `null`: none. */
export function findSection(sections: readonly Section[], wanted: string): SectionRange | null {
  const index = indexOfSection(sections, wanted)
  const section = sections[index]
  if (section === undefined) return null
  const next = sections.findIndex((other, at) => at > index && other.level <= section.level)
  return {
    start: section.start,
    stop: sections[next === -1 ? sections.length - 1 : next - 1]?.stop ?? section.stop,
  }
}

/** The slug of the section that `wanted` names, as {@link findSection} finds it; `null`: none that is listed. */
export function slugIn(outline: readonly OutlineEntry[], wanted: string): string | null {
  const slug = asSlug(wanted)
  const heading = plain(wanted)
  const entry =
    outline.find((one) => slug !== '' && one.slug === slug) ??
    outline.find((one) => plain(one.heading) === heading)
  return entry?.slug ?? null
}

function indexOfSection(sections: readonly Section[], wanted: string): number {
  const slug = asSlug(wanted)
  const heading = plain(wanted)
  const slugs = sectionSlugs(sections)
  const isHeading = (at: number) => (sections[at]?.level ?? 0) > 0
  const bySlug = slugs.findIndex((name, at) => slug !== '' && isHeading(at) && name === slug)
  if (bySlug !== -1) return bySlug
  return sections.findIndex((section, at) => isHeading(at) && plain(section.heading) === heading)
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
