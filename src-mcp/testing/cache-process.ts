import { SYSTEM_CLOCK } from '../../src-core/cache/cache-clock.ts'
import { openResponseCache } from '../../src-core/cache/open-response-cache.ts'
import { IndexHandle } from '../../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../../src-core/library/index/index-source.ts'
import { createLibrary } from '../../src-core/library/library.ts'
import { SettingsSchema } from '../../src-shared/contract/settings.ts'
import { notesOf } from '../calls/activity/call-notes.ts'
import { searchStandardsTool } from '../tools/search-standards.ts'
import { ToolFailure } from '../tools/tool-failure.ts'

// A process of its own that answers with the cache: node cache-process.ts INDEX LIBRARY. Reads one JSON line an order, and
// answers each with one line.

/** An order, and a step of the process's clock before it, in milliseconds. */
export interface Order {
  readonly step: number
  readonly args: Readonly<Record<string, unknown>>
  /** How often the call is made, with a new lookup each time. */
  readonly times: number
}

/** What came of each call of an order. */
export interface Result {
  readonly cached: string
  readonly plain: string
  /** False when the index changed between the two, so that they may differ. */
  readonly comparable: boolean
  readonly state: string
}

const [file = '', root = ''] = process.argv.slice(2)
const handle = new IndexHandle(file, undefined)
const library = createLibrary(createIndexSource(handle, () => root))
const settings = SettingsSchema.parse({}).cache
let offset = 0
const cache = openResponseCache({
  index: handle,
  indexDb: file,
  nativeBinding: undefined,
  root: () => root,
  settings: () => settings,
  log: (level, message) => process.stderr.write(`${level} ${message}\n`),
  clock: {
    now: () => Date.now() + offset,
    up: SYSTEM_CLOCK.up,
  },
})
const context = (find: typeof cache.find) => ({
  core: { library, cache: { find }, whenFresh: async () => {} },
  signal: new AbortController().signal,
})
const WITH = context(cache.find)
const WITHOUT = context(() => ({ state: 'bypass' }))

async function answer(where: typeof WITH, args: object): Promise<string> {
  try {
    return JSON.stringify(await searchStandardsTool.call(where, args))
  } catch (error) {
    if (error instanceof ToolFailure) return `refused: ${error.message}`
    return `failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

function stateOfIndex(): string {
  return handle.read((index) => `${index.meta('born')} ${index.generation()} ${index.meta('library')}`)
}

async function obey({ step, args, times }: Order): Promise<Result[]> {
  offset += step
  const results: Result[] = []
  for (let n = 0; n < times; n++) {
    const before = stateOfIndex()
    const given = { ...args }
    const cached = await answer(WITH, given)
    const { cache: state = 'none' } = notesOf(given)
    const plain = await answer(WITHOUT, { ...args })
    results.push({ cached, plain, comparable: before === stateOfIndex(), state })
    // Now and then the write comes first, and now and then what changes the index.
    if (n % 2 === 0) cache.flush()
    else await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return results
}

let rest = ''
let queue = Promise.resolve()
process.stdin.on('data', (data) => {
  const lines = (rest + data.toString()).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    queue = queue.then(async () => {
      process.stdout.write(`${JSON.stringify(await obey(JSON.parse(line)))}\n`)
    })
  }
})
process.stdin.on('end', () => {
  cache.close()
  handle.close()
})
process.stdout.write('[]\n')
