import { writeSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { SettingsSchema } from '../../src-shared/contract/settings.ts'
import { openActivity } from '../activity/open-activity.ts'
import { aRequest } from './temp-activity.ts'

// A process of its own that writes to a log: node activity-process.ts FILE NAME ROWS PACE. Begins when it reads a line,
// so that several begin at once. PACE `fast`: as fast as it can. `slow`: a row a millisecond; says each with its time.
// At the end it prints what health says, and waits for its input to end.

const [file = '', name = '', rows = '0', pace = 'fast'] = process.argv.slice(2)
const settings = SettingsSchema.parse({}).activity
const say = (message: object) => void writeSync(1, `${JSON.stringify(message)}\n`)
const activity = openActivity({
  file,
  settings: () => settings,
  log: (level, message) => say({ log: `${level} ${message}` }),
})

say({ ready: true })
await new Promise((resolve) => process.stdin.once('data', resolve))
const begun = Date.now()
activity.recordSession({
  id: name,
  transport: 'stdio',
  client: name,
  clientVersion: null,
  protocolVersion: null,
  state: 'ready',
  states: [{ state: 'ready', at: begun }],
  openedAt: begun,
  calls: 0,
})
for (let row = 0; row < Number(rows); row++) {
  activity.record(aRequest({ session: name, client: name, asked: `row ${row}`, rpcId: row }))
  if (pace === 'slow') {
    say({ row, at: Date.now() })
    await sleep(1)
  } else if (row % 50 === 49) {
    await nextTurn()
  }
}
activity.flush()
say({ done: true, health: activity.health() })
process.stdin.on('end', () => void activity.close().then(() => process.exit(0)))
