import type { Standard } from '../../src-shared/contract/library.ts'
import { sectionSlugs } from '../../src-shared/standard/slug.ts'
import type { Section } from '../../src-shared/standard/standard.ts'

/** A heading; `slug` names it in `section` and in URIs. */
interface OutlineEntry {
  level: number
  heading: string
  slug: string
}

/** A section's text with its sub-sections, as offsets into the standard's text. */
export interface SectionRange {
  readonly start: number
  readonly stop: number
}

/** The markdown without the front matter and the empty lines after it. */
export function bodyRange({ text, bodyStart }: Standard): SectionRange {
  const [blank = ''] = /^(?:[ \t]*\r?\n)*/.exec(text.slice(bodyStart)) ?? []
  return { start: bodyStart + blank.length, stop: text.length }
}

/** The headings in order, without the text before the first one. */
export function buildOutline(sections: readonly Section[]): OutlineEntry[] {
  const slugs = sectionSlugs(sections)
  return sections.flatMap(({ level, heading }, index) =>
    level === 0 ? [] : [{ level, heading, slug: slugs[index] ?? '' }],
  )
}

/**
 * The headings as a model reads them and as `findSection` takes them: `## Set up`, with the slug (`{#set-up-1}`) where an earlier
 * section has the same heading. When there are too many, the deepest levels are left out, and then the last ones.
 * @param bytes of all lines together
 */
export function outlineLines(sections: readonly Section[], bytes: number): string[] {
  const entries = buildOutline(sections)
  const seen = new Set<string>()
  const lines = entries.map(({ level, heading, slug }) => {
    const line = `${'#'.repeat(Math.min(level, 6))} ${heading}`
    const isRepeated = seen.has(plain(heading))
    seen.add(plain(heading))
    return isRepeated ? `${line} {#${slug}}` : line
  })
  const sizeOf = (shown: readonly string[]) =>
    shown.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  let shown = lines
  for (let depth = 5; sizeOf(shown) > bytes && depth >= 1; depth--) {
    const shallow = lines.filter((_, at) => (entries[at]?.level ?? 0) <= depth)
    if (shallow.length > 0) shown = shallow
  }
  while (shown.length > 0 && sizeOf(shown) > bytes) shown = shown.slice(0, Math.floor(shown.length * 0.9))
  return shown
}

/** How a caller names a section: by its heading or slug, or by the slug in a URI. */
export interface SectionName {
  readonly text: string
  /** True: from a URI, which has slugs only. */
  readonly isSlug: boolean
}

/** The section of this name with its sub-sections, and its slug; `null`: none. */
export function findSection(
  sections: readonly Section[],
  name: SectionName,
): (SectionRange & { readonly slug: string }) | null {
  const slugs = sectionSlugs(sections)
  const index = indexIn(
    sections.map(({ level, heading }, at) => (level === 0 ? NO_HEADING : { heading, slug: slugs[at] ?? '' })),
    name,
  )
  const section = sections[index]
  if (section === undefined) return null
  const next = sections.findIndex((other, at) => at > index && other.level <= section.level)
  return {
    slug: slugs[index] ?? '',
    start: section.start,
    stop: sections[next === -1 ? sections.length - 1 : next - 1]?.stop ?? section.stop,
  }
}

type Named = Pick<OutlineEntry, 'heading' | 'slug'>
const NO_HEADING: Named = { heading: '', slug: '' }

/** The exact heading first, then the slug (`C` is not `C++`, whose slug is `c`), then the heading in any case; -1: none. */
function indexIn(named: readonly Named[], name: SectionName): number {
  const marked = /\{#([^{}]+)\}\s*$/.exec(name.text)?.[1]
  const { text, isSlug } = marked === undefined ? name : { text: marked, isSlug: true }
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
