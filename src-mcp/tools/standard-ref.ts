import type { Library } from '../../src-core/library/library.ts'
import type { Standard } from '../../src-shared/contract/library.ts'
import type { Problem } from '../../src-shared/standard/standard.ts'
import { ToolFailure } from './tool-failure.ts'

/** A sentence on a file of the library that has never been read. */
export function describeUnread({ path, message, remedy }: Problem): string {
  return `${path} is in the library, but Plumbline has not been able to read it. ${message} ${remedy}`
}

/**
 * The standard with this id. Only the index is read, so no id can name a file outside the library.
 * @throws ToolFailure with the nearest ids, or with the reason why the file cannot be read
 */
export function findStandard(library: Library, id: string): Standard {
  const standard = library.get(id)
  if (standard !== null) return standard
  const problem = library.whyNotServed(id)
  if (problem !== null)
    throw new ToolFailure(describeUnread(problem), 'failed', { brief: 'the file cannot be read' })
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
