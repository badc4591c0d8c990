/** The beginning of every standard's URI. */
export const STANDARD_SCHEME = 'standard:///'

/** The id of a standard, and the slug of a section when the URI has a fragment. */
export interface StandardRef {
  readonly id: string
  readonly section?: string
}

/** Returns the URI of a standard, or of one of its sections when `slug` is not empty. */
export function standardUri(id: string, slug = ''): string {
  const path = id.split('/').map(encodeURIComponent).join('/')
  return `${STANDARD_SCHEME}${path}${slug === '' ? '' : `#${encodeURIComponent(slug)}`}`
}

/** Returns true for text that begins with `standard:///`, in any case. */
export function isStandardUri(text: string): boolean {
  return text.toLowerCase().startsWith(STANDARD_SCHEME)
}

/** Reads `standard:///python/testing.md#fixtures`. Returns `null` for text that is not a standard's URI. */
export function parseStandardUri(text: string): StandardRef | null {
  if (!isStandardUri(text)) return null
  const rest = text.slice(STANDARD_SCHEME.length)
  const hash = rest.indexOf('#')
  if (hash === -1) return { id: decode(rest) }
  const section = decode(rest.slice(hash + 1))
  return { id: decode(rest.slice(0, hash)), ...(section !== '' && { section }) }
}

/** Reads an id (`python/testing.md`) or a URI (`standard:///python/testing.md#fixtures`). */
export function parseStandardRef(ref: string): StandardRef {
  return parseStandardUri(ref) ?? { id: ref }
}

/** A `%` that encodes nothing is a part of the name. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
