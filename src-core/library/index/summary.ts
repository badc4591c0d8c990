import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import type { StandardRow } from './index-reader.ts'

/** The address of a standard, and of one of its sections when `slug` is not empty. */
export function standardUri(id: string, slug = ''): string {
  const path = id.split('/').map(encodeURIComponent).join('/')
  return `standard:///${path}${slug === '' ? '' : `#${encodeURIComponent(slug)}`}`
}

/** A standard as lists show it. */
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
