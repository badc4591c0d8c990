import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

// Prints the gzipped sizes of the files that the first view of the window needs, and fails when they exceed the budget.

const BUDGET_KB = 350
const FIRST_VIEW = 'StandardsView'

const assets = join(import.meta.dirname, '../dist/renderer/assets')
const page = join(import.meta.dirname, '../dist/renderer/index.html')
if (!existsSync(page)) {
  console.error('The window is not built. Run `npm run build` first.')
  process.exit(1)
}

const names = readdirSync(assets)
const needed = new Set<string>()

/** Adds a file and its static imports. Dynamic imports are loaded later and do not count. */
function need(name: string): void {
  if (needed.has(name) || !names.includes(name)) return
  needed.add(name)
  if (!name.endsWith('.js')) return
  const source = readFileSync(join(assets, name), 'utf8')
  for (const [, imported = ''] of source.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) need(imported)
}

for (const [, name = ''] of readFileSync(page, 'utf8').matchAll(
  /(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/g,
))
  need(name)
for (const name of names.filter((name) => name.startsWith(`${FIRST_VIEW}-`))) need(name)
// The style sheets of shared chunks are preloaded with the script of the same name.
for (const name of [...needed]) {
  const stem = name.replace(/-[\w-]{8}\.js$/, '')
  for (const css of names.filter((name) => name.endsWith('.css') && name.startsWith(`${stem}-`))) need(css)
}

const sizes = [...needed]
  .map((name) => ({ name, kb: gzipSync(readFileSync(join(assets, name))).length / 1024 }))
  .sort((a, b) => b.kb - a.kb)
const total = sizes.reduce((sum, { kb }) => sum + kb, 0)
for (const { name, kb } of sizes) console.log(`${kb.toFixed(1).padStart(7)} KB  ${name}`)
console.log(`${total.toFixed(1).padStart(7)} KB  first view, gzipped, of ${BUDGET_KB} KB`)
for (const name of names.filter((name) => name.endsWith('.woff2')))
  console.log(
    `${(readFileSync(join(assets, name)).length / 1024).toFixed(1).padStart(7)} KB  besides: ${name}`,
  )
process.exit(total <= BUDGET_KB ? 0 : 1)
