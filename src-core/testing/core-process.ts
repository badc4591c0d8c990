import { createHostCore } from '../app/create-host-core.ts'
import { SOURCE_PATHS } from './temp-library.ts'

// A process of its own with a core: node core-process.ts HOME LIBRARY. Tells its parent, one JSON line each, when it
// begins to index, and answers the lines that it gets: an id with the title of that standard and all problems.

const [home, library] = process.argv.slice(2)
const say = (message: object) => void process.stdout.write(`${JSON.stringify(message)}\n`)

const core = createHostCore({
  home,
  library,
  paths: SOURCE_PATHS,
  log: (_level, message) => say({ log: message }),
})
let indexes = false
setInterval(() => {
  if (indexes !== core.isIndexing()) {
    indexes = core.isIndexing()
    say({ indexes })
  }
}, 10)
process.stdin.on('data', (data) => {
  for (const id of data.toString().trim().split('\n')) {
    try {
      say({ id, title: core.library.get(id)?.title ?? null, problems: core.library.problems() })
    } catch (error) {
      say({ id, error: String(error) })
    }
  }
})
process.stdin.on('end', () => void core.close().then(() => process.exit(0)))
await core.whenFresh()
say({ ready: true })
