import type { Library } from '../../src-core/library/library.ts'
import { sectionSlugs } from '../../src-shared/standard/slug.ts'
import type { HitKeys } from './score.ts'

/** A section as Plumbline cuts it, so that every engine ranks the same units. */
export interface JudgedSection {
  readonly keys: HitKeys
  readonly heading: string
  readonly title: string
  readonly body: string
  readonly language: string | null
  readonly domain: string | null
}

export function sectionsOf(library: Library): JudgedSection[] {
  const ids = library.list({}, null, 1_000_000).items.map(({ id }) => id)
  return ids.flatMap((id) => {
    const standard = library.get(id)
    if (!standard) return []
    const slugs = sectionSlugs(standard.sections)
    const above: { readonly level: number; readonly slug: string }[] = []
    return standard.sections.map(({ level, heading, start, stop }, at): JudgedSection => {
      const slug = slugs[at] ?? ''
      while (level > 0 && (above.at(-1)?.level ?? 0) >= level) above.pop()
      const keys = [`${id}#${slug}`, ...(level > 0 ? above.map((some) => `${id}#${some.slug}`) : []), id]
      if (level > 0) above.push({ level, slug })
      const { title, language, domain } = standard
      return { keys, heading, title, body: standard.text.slice(start, stop), language, domain }
    })
  })
}
