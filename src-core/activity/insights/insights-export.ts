import type { Usage } from '../../../src-shared/contract/activity.ts'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import type { Download } from '../../base/download-tickets.ts'
import { csvCell } from '../query/export.ts'

/** How often a standard was part of an answer. `lastAt` is `null` if it never was. */
interface UsageRow extends Omit<Usage, 'lastAt'> {
  readonly title: string
  readonly lastAt: number | null
}

/** What the window's Insights shows, complete. */
export interface InsightsExport {
  readonly days: number
  /** `null`: all clients. */
  readonly client: string | null
  readonly gaps: readonly NearGap[]
  readonly usage: readonly UsageRow[]
}

type Cells = readonly (string | number | null)[]

/** A file of the insights. CSV has a header line and times in ISO 8601; gaps and usage are two tables. */
export function exportInsights(
  insights: InsightsExport,
  content: 'gaps' | 'usage' | 'all',
  format: 'json' | 'csv',
  now = new Date(),
): Download {
  const name = `plumbline-${content === 'all' ? 'insights' : content}-${now.toISOString().slice(0, 10)}.${format}`
  if (format === 'json')
    return {
      name,
      type: 'application/json',
      pieces: () => [`${JSON.stringify(insights, null, 2)}\n`],
    }
  const tables = [
    ...(content === 'usage' ? [] : [gapTable(insights.gaps)]),
    ...(content === 'gaps' ? [] : [usageTable(insights.usage)]),
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
      gap.question,
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
