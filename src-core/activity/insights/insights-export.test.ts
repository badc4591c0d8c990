import { expect, it } from 'vitest'
import { exportInsights, type InsightsExport } from './insights-export.ts'

const insights: InsightsExport = {
  days: 14,
  client: null,
  gaps: [
    {
      id: '1',
      tool: 'search_standards',
      question: '=cmd, "x"',
      args: {},
      times: 2,
      clients: ['a', 'b'],
      firstAt: 0,
      lastAt: 1_000,
      dismissed: false,
      nearest: null,
      answered: false,
    },
  ],
  usage: [{ id: 'a.md', title: 'A', times: 0, lastAt: null, lastClient: null }],
}
const now = new Date('2026-11-20T12:00:00Z')
const read = (content: 'gaps' | 'usage' | 'all', format: 'csv' | 'json') =>
  [...exportInsights(insights, content, format, now).pieces()].join('')

it('writes CSV that a spreadsheet reads without running formulas', () => {
  expect(read('gaps', 'csv').split('\r\n')).toEqual([
    'asked,tool,times,clients,first,last,nearest,answered',
    `"'=cmd, ""x""",search_standards,2,"a, b",1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,,no`,
    '',
  ])
  expect(read('usage', 'csv')).toBe('id,title,times,last,lastClient\r\na.md,A,0,,\r\n')
})

it('writes JSON, and names the file after its content and date', () => {
  expect(JSON.parse(read('all', 'json'))).toEqual(insights)
  expect(exportInsights(insights, 'all', 'json', now).name).toBe('plumbline-insights-2026-11-20.json')
  expect(exportInsights(insights, 'usage', 'csv', now).name).toBe('plumbline-usage-2026-11-20.csv')
})
