import type { Library } from '../../src-core/library/library.ts'
import type { Standard } from '../../src-shared/standard/standard.ts'
import { ToolFailure } from './tool-failure.ts'

const SCHEME = 'standard:///'

/** A standard's id, and the section slug when the reference was a URI with a fragment. */
export interface StandardRef {
  readonly id: string
  readonly section?: string
}

/** Reads an id (`python/testing.md`) or a URI (`standard:///python/testing.md#fixtures`). */
export function parseStandardRef(ref: string): StandardRef {
  if (!ref.toLowerCase().startsWith(SCHEME)) return { id: ref }
  const rest = ref.slice(SCHEME.length)
  const hash = rest.indexOf('#')
  if (hash === -1) return { id: decode(rest) }
  const section = decode(rest.slice(hash + 1))
  return { id: decode(rest.slice(0, hash)), ...(section !== '' && { section }) }
}

/**
 * The standard with this id. Only the index is read, so no id can name a file outside the library.
 * @throws ToolFailure with the nearest ids
 */
export function findStandard(library: Library, id: string): Standard {
  const standard = library.get(id)
  if (standard !== null) return standard
  const nearest = library.nearestIds(id, 5).map((near) => near.id)
  const hint = nearest.length > 0 ? ` Nearest: ${nearest.join(', ')}.` : ''
  throw new ToolFailure(
    `There is no standard "${shorten(id)}" in the library.${hint} Ids come from list_standards and search_standards.`,
    'not-found',
    { brief: 'no standard has this id' },
  )
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

// A `%` that encodes nothing belongs to the name.
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
