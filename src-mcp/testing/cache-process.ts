import { ResponseCache } from '../../src-core/cache/cache.ts'
import { IndexHandle } from '../../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../../src-core/library/index/index-source.ts'
import { createLibrary } from '../../src-core/library/library.ts'
import { SettingsSchema } from '../../src-shared/contract/settings.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import { searchStandardsTool } from '../tools/search-standards.ts'
import { ToolFailure } from '../tools/tool-failure.ts'

// A process that answers tool calls with the cache: node cache-process.ts INDEX LIBRARY. Reads one order a line, as JSON, and
// answers each with one line.

export interface Order {
  /** Moves the process's clock before the calls. Milliseconds. */
  readonly step: number
  readonly args: Readonly<Record<string, unknown>>
  /** How often the call is made, with a new cache lookup each time. */
  readonly times: number
}

/** The outcome of one call of an order. */
export interface Result {
  readonly cached: string
  readonly plain: string
  /** False when the index changed between the two calls, so that they may differ. */
  readonly comparable: boolean
  readonly state: string
}

const [file = '', root = ''] = process.argv.slice(2)
const handle = new IndexHandle(file, undefined)
const library = createLibrary(createIndexSource(handle, () => root))
const settings = SettingsSchema.parse({}).cache
let offset = 0
const cache = new ResponseCache({
  index: handle,
  indexDb: file,
  nativeBinding: undefined,
  root: () => root,
  settings: () => settings,
  log: (level, message) => process.stderr.write(`${level} ${message}\n`),
  clock: {
    now: () => Date.now() + offset,
    up: () => Number(process.hrtime.bigint() / 1_000_000n),
  },
})
const contextWith = (find: typeof cache.find): ToolContext => ({
  core: { library, cache: { find }, whenFresh: async () => {} },
  signal: new AbortController().signal,
})
const WITH = contextWith((call) => cache.find(call))
const WITHOUT = contextWith(() => ({ state: 'bypass' }))

async function answer(context: ToolContext, args: object): Promise<string> {
  try {
    return JSON.stringify(await searchStandardsTool.call(context, args))
  } catch (error) {
    if (error instanceof ToolFailure) return `rejected: ${error.message}`
    return `failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

function stateOfIndex(): string {
  return handle.read((index) => `${index.meta('born')} ${index.generation()} ${index.meta('library')}`)
}

async function execute({ step, args, times }: Order): Promise<Result[]> {
  offset += step
  const results: Result[] = []
  for (let n = 0; n < times; n++) {
    const before = stateOfIndex()
    let state = 'none'
    const note: ToolContext['note'] = (notes) => {
      state = notes.cache ?? state
    }
    const cached = await answer({ ...WITH, note }, args)
    const plain = await answer(WITHOUT, args)
    results.push({ cached, plain, comparable: before === stateOfIndex(), state })
    // Every second time the cache is written at once; otherwise the index may change before it is.
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
      process.stdout.write(`${JSON.stringify(await execute(JSON.parse(line)))}\n`)
    })
  }
})
process.stdin.on('end', () => {
  cache.close()
  handle.close()
})
process.stdout.write('[]\n')
