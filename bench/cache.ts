import { join } from 'node:path'
import { openDatabase } from '../src-core/base/open-database.ts'
import { ResponseCache } from '../src-core/cache/cache.ts'
import { IndexHandle } from '../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../src-core/library/index/index-source.ts'
import { createLibrary } from '../src-core/library/library.ts'
import type { ToolContext, ToolCore } from '../src-mcp/tools/define-tool.ts'
import { LIBRARY_TOOLS } from '../src-mcp/tools/registry.ts'
import { SettingsSchema } from '../src-shared/contract/settings.ts'
import type { Benchmark } from './benchmark.ts'
import type { Corpus } from './corpus.ts'
import { type Row, rowOf } from './statistics.ts'

const ROUNDS = 60
const WARM_UP = 10
/** Milliseconds; longer than the time to live of any entry. */
const EXPIRY = 100_000_000

interface Question {
  readonly name: string
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
}

export const cache: Benchmark = {
  name: 'cache',
  about: 'tool calls answered from the cache (hit) or stored in it (miss), against the same without a cache',
  async run(bench) {
    const { corpus, home } = await bench.indexed()
    const file = join(home, 'index.db')
    const progress = openDatabase(file)
    progress.exec("UPDATE progress SET state = 'watching'")
    progress.close()
    const handle = new IndexHandle(file, undefined)
    const settings = SettingsSchema.parse({}).cache
    let shift = 0
    const responses = new ResponseCache({
      index: handle,
      indexDb: file,
      nativeBinding: undefined,
      root: () => corpus.root,
      settings: () => settings,
      log: (level, message) => bench.say(`  ${level} ${message}`),
      // For all tools, to measure which of them the cache makes faster.
      tools: LIBRARY_TOOLS.map(({ name }) => name),
      clock: { now: () => Date.now() + shift, up: () => Math.floor(performance.now()) + shift },
    })
    const library = createLibrary(createIndexSource(handle, () => corpus.root))
    const withCache: ToolCore = { library, cache: responses, whenFresh: async () => {} }
    const without: ToolCore = { ...withCache, cache: { find: () => ({ state: 'bypass' }) } }
    try {
      const rows: Row[] = []
      const writes: number[] = []
      for (const question of questionsFor(corpus)) {
        const hit: number[] = []
        const miss: number[] = []
        const none: number[] = []
        // The three alternate, so that a temporary slowdown of the machine affects all of them.
        for (let round = -WARM_UP; round < ROUNDS; round++) {
          const uncached = await time(without, question, 'bypass')
          shift += EXPIRY
          const missed = await time(withCache, question, 'miss')
          const started = performance.now()
          responses.flush()
          const written = performance.now() - started
          const found = await time(withCache, question, 'hit')
          if (found.answer !== uncached.answer)
            throw new Error(`${question.name}: the cached answer is different.`)
          if (round < 0) continue
          none.push(uncached.ms)
          miss.push(missed.ms)
          hit.push(found.ms)
          writes.push(written)
        }
        rows.push(rowOf(`${question.name}: hit`, 'ms', hit, none))
        rows.push(rowOf(`${question.name}: miss`, 'ms', miss, none))
      }
      rows.push(rowOf('storing an answer, after it was sent', 'ms', writes, null))
      return rows
    } finally {
      responses.close()
      handle.close()
    }
  },
}

function questionsFor(corpus: Corpus): readonly Question[] {
  const id = corpus.ids[10] ?? ''
  return [
    { name: 'get_stdlib', tool: 'get_stdlib', args: { language: 'python', domain: 'testing' } },
    { name: 'search, rare word', tool: 'search_standards', args: { query: 'kelpvantage' } },
    { name: 'search, two words', tool: 'search_standards', args: { query: 'retry backoff' } },
    { name: 'search, common word', tool: 'search_standards', args: { query: 'error' } },
    { name: 'search, filtered', tool: 'search_standards', args: { query: 'error', language: 'py' } },
    { name: 'search, no hit', tool: 'search_standards', args: { query: 'quernstone' } },
    { name: 'get_standard, 8 KB', tool: 'get_standard', args: { id } },
    { name: 'list_standards', tool: 'list_standards', args: {} },
    { name: 'list_standards, filtered', tool: 'list_standards', args: { language: 'py', domain: 'tests' } },
    { name: 'get_checklist, one', tool: 'get_checklist', args: { id } },
    { name: 'get_checklist, a domain', tool: 'get_checklist', args: { domain: 'testing' } },
    { name: 'get_checklist, all', tool: 'get_checklist', args: {} },
  ]
}

async function time(core: ToolCore, question: Question, expected: string) {
  const tool = LIBRARY_TOOLS.find(({ name }) => name === question.tool)
  if (tool === undefined) throw new Error(`There is no tool ${question.tool}.`)
  let state = 'none'
  const context: ToolContext = {
    core,
    signal: new AbortController().signal,
    note(notes) {
      state = notes.cache ?? 'none'
    },
  }
  const started = performance.now()
  const result = await tool.call(context, question.args)
  const answer = JSON.stringify(result)
  const ms = performance.now() - started
  if (state !== expected) throw new Error(`${question.name} was a ${state}, not a ${expected}.`)
  return { ms, answer }
}
