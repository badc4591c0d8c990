import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { openActivity } from '../src-core/activity/open-activity.ts'
import { SettingsSchema } from '../src-shared/contract/settings.ts'
import { plantedRequests } from './activity-plant.ts'
import type { Bench } from './benchmark.ts'

/** A word that only the request with the largest answer contains. */
export const LARGE = 'megalith'

/** Writes the activity database through the code that servers use. */
export async function plantActivity(bench: Bench, file: string): Promise<void> {
  bench.say(`  planting ${bench.rows} requests …`)
  const settings = SettingsSchema.parse({ activity: { keepRows: 100_000_000, keepDays: 3_650 } }).activity
  const log = openActivity({
    file,
    settings: () => settings,
    log: (level, message) => {
      throw new Error(`${level}: ${message}`)
    },
  })
  let written = 0
  for (const request of plantedRequests(bench.rows, Date.now())) {
    written += 1
    const last = written === bench.rows
    log.record(
      last
        ? {
            ...request,
            method: 'tools/call',
            tool: 'search_standards',
            status: 'ok',
            question: `“${LARGE}”`,
            body: largeBody(),
          }
        : request,
    )
    if (written % 256 !== 0) continue
    log.flush()
    await nextTurn()
    await nextTurn()
  }
  log.flush()
  await sleep(200)
  const { rows } = log.health()
  if (rows !== bench.rows) throw new Error(`${rows} rows were written.`)
  await log.close()
}

/** An answer of nearly 64 KB, the limit for stored answers, with many small parts. */
function largeBody(): string {
  const hits = Array.from({ length: 255 }, (_, at) => ({
    id: `standards/${at}.md`,
    title: `Standard number ${at}`,
    path: ['Standard', `Part ${at % 7}`],
    snippet: 'A **word** of the query with the surrounding text of its section. '.repeat(2),
  }))
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { structuredContent: { hits, total: 255 } } })
  if (body.length < 60_000 || body.length > 65_536)
    throw new Error(`The large answer has ${body.length} bytes.`)
  return body
}
