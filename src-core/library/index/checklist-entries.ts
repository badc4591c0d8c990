import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import type { ChecklistItem } from '../../../src-shared/standard/standard.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import { readOutline } from './index-reader.ts'
import type { ChecklistRow } from './reader-statements.ts'

/** A checklist item with its standard and section. */
export interface ChecklistEntry extends ChecklistItem {
  /** The id of the standard. */
  readonly id: string
  /** The heading of the section. */
  readonly heading: string
  /** `standard:///<id>#<section-slug>` */
  readonly uri: string
}

export function checklistEntries(row: ChecklistRow): ChecklistEntry[] {
  const items: [text: string, checked: 0 | 1, line: number, section: number][] = JSON.parse(row.checklist)
  const sections = readOutline(row.outline)
  const slugs = sectionSlugs(sections)
  return items.map(([text, checked, line, section]) => ({
    text,
    checked: checked === 1,
    line,
    section,
    id: row.id,
    heading: sections[section]?.heading ?? '',
    uri: standardUri(row.id, slugs[section]),
  }))
}
