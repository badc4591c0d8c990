import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import { standardUri } from '../../../src-shared/standard/uri.ts'
import type { StandardRow } from './reader-statements.ts'

export function summaryOf(row: StandardRow): StandardSummary {
  return {
    id: row.id,
    uri: standardUri(row.id),
    title: row.title,
    description: row.description,
    tags: JSON.parse(row.tags),
    language: row.language,
    domain: row.domain,
    updated: row.updated,
    size: row.size,
  }
}
