import type { Library } from '../../src-core/library/library.ts'
import type { Standard } from '../../src-shared/contract/library.ts'
import { parseStandardUri, STANDARD_SCHEME, standardUri } from '../../src-shared/standard/uri.ts'
import { findSection } from '../tools/outline.ts'

/** The URI template of the standards. */
export const STANDARD_TEMPLATE = `${STANDARD_SCHEME}{+id}`

/** The text that a resource URI names: a standard or one of its sections. */
export interface NamedText {
  /** The standard's own address, without a section. */
  readonly uri: string
  readonly text: string
}

/**
 * The text that `standard:///<id>#<section>` names; `null`: none. Only the index is read, for exactly this id, so that `..`, an
 * absolute path or a network path cannot name anything outside the library.
 */
export function readStandardUri(library: Library, uri: string): NamedText | null {
  const ref = parseStandardUri(uri)
  if (ref === null) return null
  const standard = library.get(ref.id)
  if (standard !== null) return named(standard, ref.section)
  // The template does not encode the id, so a `#` or `%` may be part of it (`c#/naming.md`).
  const whole = library.get(uri.slice(STANDARD_SCHEME.length))
  return whole === null ? null : named(whole, undefined)
}

function named(standard: Standard, section: string | undefined): NamedText | null {
  const uri = standardUri(standard.id)
  if (section === undefined) return { uri, text: standard.text }
  const range = findSection(standard.sections, { text: section, isSlug: true })
  return range === null ? null : { uri, text: standard.text.slice(range.start, range.stop) }
}
