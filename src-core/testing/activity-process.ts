import { writeSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { SettingsSchema } from '../../src-shared/contract/settings.ts'
import { openActivity } from '../activity/open-activity.ts'
import { aRequest } from './temp-activity.ts'

// A process that records requests: node activity-process.ts FILE NAME ROWS PACE. It prints messages as JSON, one a line, and
// starts when it reads a line, so that several processes start together. PACE `fast`: as fast as possible; `slow`: a row a
// millisecond, with a message for each. Prints its health at the end, and ends with its input.

const [file = '', name = '', rows = '0', pace = 'fast'] = process.argv.slice(2)
const settings = SettingsSchema.parse({}).activity
const send = (message: object) => void writeSync(1, `${JSON.stringify(message)}\n`)
const activity = openActivity({
  file,
  settings: () => settings,
  log: (level, message) => send({ log: `${level} ${message}` }),
})

send({ ready: true })
await new Promise((resolve) => process.stdin.once('data', resolve))
const startedAt = Date.now()
activity.recordSession({
  id: name,
  transport: 'stdio',
  client: name,
  clientVersion: null,
  protocolVersion: null,
  state: 'ready',
  states: [{ state: 'ready', at: startedAt }],
  openedAt: startedAt,
  calls: 0,
})
for (let row = 0; row < Number(rows); row++) {
  activity.record(aRequest({ session: name, client: name, question: `row ${row}`, rpcId: row }))
  if (pace === 'slow') {
    send({ row, at: Date.now() })
    await sleep(1)
  } else if (row % 50 === 49) {
    await nextTurn()
  }
}
activity.flush()
send({ done: true, health: activity.health() })
process.stdin.on('end', () => void activity.close().then(() => process.exit(0)))
