import type { StandardReference } from '../../../src-shared/contract/activity.ts'
import { parseStandardRef } from '../../../src-shared/standard/uri.ts'
import { joinParts } from './tool-summary.ts'

/** The standard or section that a client's reference names. @param ref an id or an address */
export function referenceOf(ref: string): StandardReference {
  const { id, section } = parseStandardRef(ref)
  // Slugs have no slash, so this `#` belongs to the id (`c#/naming.md`): clients may leave ids unencoded.
  if (section?.includes('/'))
    return { id: ref.slice(ref.indexOf(':///') + 4).normalize('NFC'), section: null }
  return { id: id.normalize('NFC'), section: section ?? null }
}

/** A reference for people: `go/errors.md, wrapping`. */
export function describeRef(ref: string): string {
  if (ref === '') return ''
  const { id, section } = referenceOf(ref)
  return joinParts(id, section ?? '')
}
