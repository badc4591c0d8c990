import type { ChecklistEntry } from '../../../src-shared/contract/library.ts'
import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import { readOutline } from './index-reader.ts'
import type { ChecklistRow } from './reader-statements.ts'

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
