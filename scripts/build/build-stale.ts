// Builds the stale ones of the named parts (default: all) into `dist`, or with `--mode development` into `out/dev` with source maps.
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { createBuilder } from 'vite'
import { buildParts } from './build-parts.ts'
import { PARTS, type Part } from './record.mjs'

const root = dirname(dirname(import.meta.dirname))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mode: { type: 'string', default: 'production' } },
})
const { mode } = values
const unknown = positionals.find((name) => !PARTS.some((part) => part === name))
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}" to build; there are ${PARTS.join(', ')}.`)
  process.exit(2)
}

try {
  await buildParts({
    root,
    mode,
    parts: positionals.length === 0 ? PARTS : (positionals as Part[]),
    builder: () => createBuilder({ root, mode, logLevel: 'warn' }),
    note: (line) => console.error(line),
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
