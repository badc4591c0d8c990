import { titleFromName } from './file-name.ts'
import { textOfKey } from './front-matter/key-values.ts'
import type { Section } from './standard.ts'

/** A heading that begins later, in UTF-16 code units below the front matter, is one in the middle of the document. */
const NEAR_TOP = 800

/** First headings that are about a part of the document, not all of it. */
const NAMES_OF_PARTS =
  /^(?:(?:your |the )?(?:persona|role|goals?|mission|expertise|context|purpose|objectives?|overview|introduction|intro|description|summary|instructions?|rules?|guidelines?|key principles|when to use(?: this skill)?|project context|table of contents|contents|toc|prerequisites|usage)):?$/i

/**
 * Returns the title of a standard without the key `title`: its name, as skills and agents have one, or the heading that stands
 * above all of it; `''` without either.
 */
export function titleOf(
  data: Record<string, unknown>,
  text: string,
  bodyStart: number,
  sections: readonly Section[],
): string {
  const name = textOfKey(data, 'name', () => {})
  // A name such as `code-review` is an identifier, which the heading writes out.
  const isIdentifier = !/[\s\p{Lu}]/u.test(name)
  if (name !== '' && !isIdentifier) return name
  return headingOfAll(text, bodyStart, sections) || (name === '' ? '' : titleFromName(name))
}

function headingOfAll(text: string, bodyStart: number, sections: readonly Section[]): string {
  const named = sections.filter(({ heading }) => heading !== '')
  const top = Math.min(...named.map(({ level }) => level))
  const [first, ...others] = named.filter(({ level }) => level === top)
  if (first === undefined || NAMES_OF_PARTS.test(first.heading)) return ''
  const above = text
    .slice(bodyStart, Math.min(first.start, bodyStart + 20_000))
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
  if (above.trim().length > NEAR_TOP) return ''
  // Several headings of the highest level are parts, unless the first is a title above everything, as `#` is in many documents.
  const isAboveAll = others.length === 0 || (top === 1 && above.trim() === '')
  return isAboveAll ? first.heading : ''
}
