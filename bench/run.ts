import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { activity } from './activity.ts'
import type { Benchmark } from './benchmark.ts'
import { cache } from './cache.ts'
import { desktop } from './desktop.ts'
import { editVisible } from './edit-visible.ts'
import { firstIndex } from './first-index.ts'
import { load } from './load.ts'
import { openBench } from './open-bench.ts'
import { retrieval } from './retrieval.ts'
import { search } from './search.ts'
import { isMet, type Row } from './statistics.ts'
import { stdioCalls } from './stdio-calls.ts'
import { stdioMemory } from './stdio-memory.ts'
import { stdioStart } from './stdio-start.ts'
import { tableOf } from './table.ts'
import { unchangedStart } from './unchanged-start.ts'
import { window } from './window.ts'

const BENCHMARKS: readonly Benchmark[] = [
  firstIndex,
  unchangedStart,
  search,
  retrieval,
  cache,
  stdioStart,
  stdioCalls,
  stdioMemory,
  load,
  editVisible,
  activity,
  desktop,
  window,
]

const USAGE = `usage: npm run bench -- [name ...] [--docs N] [--rows N] [--json FILE] [--no-build]

  --docs N      how many standards to generate (default 10000, about 85 MB in a temporary folder)
  --rows N      how many requests to plant in a log (default 1000000, about 700 MB)
  --json FILE   write the figures to FILE as well
  --no-build    measure dist/ as it is, though a source may be newer

${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(16)}${about}`).join('\n')}`

const { values, positionals } = readArguments()
const unknown = positionals.filter((name) => !BENCHMARKS.some((each) => each.name === name))
const docs = Number(values.docs)
const requests = Number(values.rows)
if (values.help) {
  console.log(USAGE)
  process.exit(0)
}
if (unknown.length > 0) stop(`There is no benchmark named ${unknown.join(', ')}.`)
if (!Number.isInteger(docs) || docs < 100)
  stop(`--docs takes a whole number from 100 on, not ${values.docs}.`)
if (!Number.isInteger(requests) || requests < 10_000)
  stop(`--rows takes a whole number from 10000 on, not ${values.rows}.`)
if (values.build) buildWhatIsStale()

const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const bench = openBench(docs, requests)
const results: { benchmark: string; rows: Row[] }[] = []
let failed = false
console.log(
  `Node ${process.version}, ${process.platform}-${process.arch}, ${cpus().length} x ${cpus()[0]?.model}`,
)
try {
  for (const benchmark of chosen) {
    bench.say(`${benchmark.name} …`)
    try {
      const rows = await benchmark.run(bench)
      results.push({ benchmark: benchmark.name, rows })
      console.log(`\n# ${benchmark.name}: ${benchmark.about} (${docs} documents)\n${tableOf(rows)}`)
    } catch (error) {
      failed = true
      console.error(`\n${benchmark.name} failed: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
  const budgets = results.flatMap(({ rows }) =>
    rows.flatMap((row) => row.budgets.map((each) => isMet(row, each))),
  )
  console.log(`\n${budgets.filter(Boolean).length} of ${budgets.length} budgets met`)
  if (values.json) writeFileSync(values.json, `${JSON.stringify(asJson(), null, 2)}\n`)
} finally {
  bench.close()
}
process.exitCode = failed ? 1 : 0

function asJson(): object {
  return {
    at: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processors: cpus().length,
    memory: totalmem(),
    docs,
    results: results.map(({ benchmark, rows }) => ({
      benchmark,
      rows: rows.map((row) => ({
        ...row,
        budgets: row.budgets.map((budget) => ({ ...budget, met: isMet(row, budget) })),
      })),
    })),
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      allowNegative: true,
      options: {
        docs: { type: 'string', default: '10000' },
        rows: { type: 'string', default: '1000000' },
        json: { type: 'string' },
        build: { type: 'boolean', default: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error))
  }
}

function stop(message: string): never {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

function buildWhatIsStale(): void {
  const script = pathToFileURL(join(import.meta.dirname, '../scripts/ensure-built.mjs')).href
  const code = `import { ensureBuilt } from ${JSON.stringify(script)}; ensureBuilt()`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
