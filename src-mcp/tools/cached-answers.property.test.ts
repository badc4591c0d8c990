import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LONG } from '../../src-core/testing/long.ts'
import { fileOf, openTempIndex } from '../../src-core/testing/temp-index.ts'
import type { Order, Result } from '../testing/cache-process.ts'

const RUNS = LONG ? 25 : 8
const ROOT = '/library'
const SCRIPT = join(import.meta.dirname, '../testing/cache-process.ts')

interface Asker {
  readonly process: ChildProcess
  ask(order: Order): Promise<Result[]>
}

async function startAsker(file: string): Promise<Asker> {
  const child = spawn(process.execPath, [SCRIPT, file, ROOT], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    process: child,
    async ask(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`)
      const { value } = await lines.next()
      return JSON.parse(value ?? '')
    },
  }
}

const WORDS = ['apple', 'pear', 'plum'] as const
const FILES = ['go/a.md', 'python/b.md', 'c.md'] as const

const edit = fc.record({
  kind: fc.constant('edit' as const),
  path: fc.constantFrom(...FILES),
  words: fc.option(fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }), { freq: 4 }),
})
const order = fc.record({
  // Mostly none; steps of seconds, and of more than an entry lives.
  step: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -20_000, max: 20_000 }) },
    { weight: 1, arbitrary: fc.constantFrom(-400_000, 299_999, 300_000, 400_000) },
  ),
  times: fc.integer({ min: 1, max: 4 }),
  args: fc.record(
    {
      query: fc.constantFrom(...WORDS),
      language: fc.constantFrom('go', 'golang', 'py', 'python', 'cobol'),
      limit: fc.constantFrom(1, 10),
    },
    { requiredKeys: ['query'] },
  ),
})
const call = fc.record({ kind: fc.constant('call' as const), who: fc.nat(1), order })
/** Both ask while the index changes under them. */
const race = fc.record({ kind: fc.constant('race' as const), edits: fc.array(edit, { maxLength: 4 }), order })
/** The library is missing or becomes another one, and comes back. */
const upset = fc.record({
  kind: fc.constant('upset' as const),
  library: fc.constantFrom(ROOT, '/another'),
  order,
})
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: call },
    { weight: 2, arbitrary: edit },
    { weight: 2, arbitrary: race },
    { weight: 1, arbitrary: upset },
  ),
  { minLength: 20, maxLength: 60 },
)

it('no answer differs from the one without a cache, whatever two processes and the clock do', async () => {
  const index = openTempIndex({ 'c.md': '# Fruit\n\napple pear\n' })
  index.writer.setMeta('library', ROOT)
  index.writer.setProgress({ state: 'watching' })
  const askers = await Promise.all([startAsker(index.file), startAsker(index.file)])
  const seen = { hit: 0, miss: 0, refused: 0, comparable: 0 }

  const put = ({ path, words }: { path: string; words: readonly string[] | null }) =>
    index.writer.change(() => {
      if (words === null) index.writer.remove(path)
      else index.writer.put(fileOf(path, `# ${path}\n\n${words.join(' ')}\n\n## More\n\n${words[0] ?? ''}\n`))
    })
  const check = (results: readonly Result[]) => {
    for (const { cached, plain, comparable, state } of results) {
      if (state === 'hit') seen.hit++
      if (state === 'miss') seen.miss++
      if (plain.startsWith('refused') || plain.startsWith('failed')) seen.refused++
      if (!comparable) continue
      seen.comparable++
      expect(cached).toBe(plain)
    }
  }
  const ask = async (who: number, what: Order) => check(await askers[who]!.ask(what))

  try {
    await fc.assert(
      fc.asyncProperty(steps, async (each) => {
        for (const step of each) {
          if (step.kind === 'edit') put(step)
          else if (step.kind === 'call') await ask(step.who, step.order)
          else if (step.kind === 'upset') {
            index.writer.setMeta('library', step.library)
            await Promise.all([ask(0, step.order), ask(1, step.order)])
            index.writer.setMeta('library', ROOT)
          } else {
            const answered = Promise.all([ask(0, step.order), ask(1, step.order)])
            for (const one of step.edits) {
              put(one)
              await new Promise((resolve) => setTimeout(resolve, 1))
            }
            await answered
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  } finally {
    for (const { process: child } of askers) {
      const exit = once(child, 'exit')
      child.stdin?.end()
      await exit
    }
    index.close()
  }
  // A cache that keeps nothing would pass as well.
  expect(seen.hit).toBeGreaterThan(4 * RUNS)
  expect(seen.miss).toBeGreaterThan(4 * RUNS)
  expect(seen.refused).toBeGreaterThan(0)
  expect(seen.comparable).toBeGreaterThan(20 * RUNS)
})
