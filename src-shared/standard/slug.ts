import type { Section } from './standard.ts'

const DROPPED = /[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu
const PLAIN = /^[a-z0-9 _-]*$/

/** Returns the anchor that GitHub gives a heading: lower case, without punctuation, with `-` for each space. */
export function slugOf(heading: string): string {
  const lower = heading.toLowerCase()
  return (PLAIN.test(lower) ? lower : lower.replace(DROPPED, '')).replaceAll(' ', '-')
}

/**
 * Returns one anchor per section, in order. As on GitHub, a repeated heading gets `-1`, `-2` and so on. Text before the
 * first heading (level 0) has the anchor `''`.
 */
export function sectionSlugs(sections: readonly Section[]): string[] {
  const taken = new Map<string, number>()
  return sections.map(({ level, heading }) => {
    if (level === 0) return ''
    const base = slugOf(heading)
    let slug = base
    let count = taken.get(base)
    if (count !== undefined) {
      do slug = `${base}-${++count}`
      while (taken.has(slug))
      taken.set(base, count)
    }
    taken.set(slug, 0)
    return slug
  })
}
