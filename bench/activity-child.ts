import { openActivity } from '../src-core/activity/open-activity.ts'
import { SettingsSchema } from '../src-shared/contract/settings.ts'
import { plantedRequests } from './activity-plant.ts'

// A process that records requests: node activity-child.ts FILE ROWS PAUSE. PAUSE: milliseconds after each row; 0: as fast as
// possible. Prints `ready`, waits for a line, and prints how long the recording took in milliseconds.

const [file = '', count = '0', pause = '0'] = process.argv.slice(2)
const settings = SettingsSchema.parse({}).activity
const activity = openActivity({ file, settings: () => settings, log: (_level, text) => console.error(text) })
activity.health()
const requests = [...plantedRequests(Number(count), Date.now())]
console.log('ready')
await new Promise((resolve) => process.stdin.once('data', resolve))

const started = performance.now()
for (const [index, request] of requests.entries()) {
  activity.record({ ...request, at: Date.now() })
  if (Number(pause) > 0) await new Promise((resolve) => setTimeout(resolve, Number(pause)))
  // A server returns to its event loop about as often.
  else if (index % 64 === 63) await new Promise((resolve) => setImmediate(resolve))
}
activity.flush()
console.log(JSON.stringify({ ms: performance.now() - started, lost: activity.health().lost }))
await activity.close()
process.exit(0)
