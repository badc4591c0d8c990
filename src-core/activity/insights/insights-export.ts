import type { Usage } from '../../../src-shared/contract/activity.ts'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import type { Download } from '../../base/download-tickets.ts'
import { csvCell } from '../query/export.ts'

/** How often a standard was part of an answer; those that never were have no last time. */
interface UsageRow extends Omit<Usage, 'lastAt'> {
  readonly title: string
  readonly lastAt: number | null
}

/** What Insights shows, whole. */
export interface InsightsExport {
  readonly days: number
  /** `null`: all of them. */
  readonly client: string | null
  readonly gaps: readonly NearGap[]
  readonly usage: readonly UsageRow[]
}

type Cells = readonly (string | number | null)[]

/** A file of it: JSON as it is, CSV as one table with a head. Times are ISO 8601 in CSV. */
export function exportInsights(
  content: InsightsExport,
  what: 'gaps' | 'usage' | 'all',
  format: 'json' | 'csv',
  now = new Date(),
): Download {
  const name = `plumbline-${what === 'all' ? 'insights' : what}-${now.toISOString().slice(0, 10)}.${format}`
  if (format === 'json')
    return {
      name,
      type: 'application/json',
      pieces: () => [`${JSON.stringify(content, null, 2)}\n`],
    }
  const tables = [
    ...(what === 'usage' ? [] : [gapTable(content.gaps)]),
    ...(what === 'gaps' ? [] : [usageTable(content.usage)]),
  ]
  return {
    name,
    type: 'text/csv; charset=utf-8',
    pieces: () => [tables.map((rows) => rows.map(lineOf).join('')).join('\r\n')],
  }
}

function gapTable(gaps: readonly NearGap[]): readonly Cells[] {
  return [
    ['asked', 'tool', 'times', 'clients', 'first', 'last', 'nearest', 'answered'],
    ...gaps.map((gap) => [
      gap.asked,
      gap.tool,
      gap.times,
      gap.clients.join(', '),
      timeOf(gap.firstAt),
      timeOf(gap.lastAt),
      gap.nearest,
      gap.answered ? 'yes' : 'no',
    ]),
  ]
}

function usageTable(usage: readonly UsageRow[]): readonly Cells[] {
  return [
    ['id', 'title', 'times', 'last', 'lastClient'],
    ...usage.map((row) => [row.id, row.title, row.times, timeOf(row.lastAt), row.lastClient]),
  ]
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function lineOf(cells: Cells): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
