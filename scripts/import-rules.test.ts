import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Folder of the importing file, what it imports, and whether that is allowed. */
const CASES: readonly [folder: string, imported: string, allowed: boolean][] = [
  ['src-shared', './errors.ts', true],
  ['src-shared', 'zod', true],
  ['src-shared', 'node:fs', false],
  ['src-shared', 'node:fs/promises', false],
  ['src-shared', 'electron', false],
  ['src-shared', '../src-core/base/home.ts', false],
  ['src-shared', '../src-mcp/server.ts', false],
  ['src-shared', '../src-main/cli/help.ts', false],
  ['src-shared', '../src-renderer/app.tsx', false],
  ['src-core', '../src-shared/standard/standard.ts', true],
  ['src-core', 'node:fs', true],
  ['src-core', 'better-sqlite3', true],
  ['src-core', 'electron', false],
  ['src-core', 'electron/main', false],
  ['src-core', '@modelcontextprotocol/server', false],
  ['src-core', '@modelcontextprotocol/server/stdio', false],
  ['src-core', 'node:http', false],
  ['src-core', 'node:https', false],
  ['src-core', 'hono', false],
  ['src-core', 'ws', false],
  ['src-core', '../src-mcp/server.ts', false],
  ['src-core', '../src-main/cli/help.ts', false],
  ['src-core', '../src-renderer/app.tsx', false],
  ['src-core/library', '../../src-shared/standard/standard.ts', true],
  ['src-core/library', '../../src-mcp/server.ts', false],
  ['src-core/library', 'electron', false],
  // A subject is entered through its `<subject>.ts`, `open-<subject>.ts` or `handlers.ts`.
  ['src-core/app', '../library/library.ts', true],
  ['src-core/app', '../library/handlers.ts', true],
  ['src-core/app', '../activity/open-activity.ts', true],
  ['src-core/app', '../library/index/search.ts', false],
  ['src-core/cache', '../activity/query/days.ts', false],
  ['src-core/library/files', '../index/index-writer.ts', true],
  ['src-mcp/tools', '../../src-core/library/library.ts', true],
  ['src-mcp/tools', '../../src-core/library/index/index-reader.ts', false],
  ['src-mcp/calls/activity', '../activity/tool-summary.ts', true],
  ['src-main/cli', '../../src-core/clients/clients.ts', true],
  ['src-main/cli', '../../src-core/clients/plan/entry.ts', false],
  ['src-main/electron', '../../src-core/settings/read-settings.ts', false],
  ['src-mcp', '../src-core/base/home.ts', true],
  ['src-mcp', '../src-shared/standard/standard.ts', true],
  ['src-mcp', '@modelcontextprotocol/server', true],
  ['src-mcp', 'electron', false],
  ['src-mcp', 'electron/main', false],
  ['src-mcp', '../src-main/cli/help.ts', false],
  ['src-mcp/tools', '../../src-renderer/app.tsx', false],
  ['src-main/cli', '../../src-mcp/server.ts', true],
  ['src-main/cli', '../../src-core/base/home.ts', true],
  ['src-main/cli', 'electron', false],
  ['src-main/headless', '../../src-renderer/app.tsx', false],
  ['src-main/electron', 'electron', true],
  ['src-renderer', '../src-shared/standard/standard.ts', true],
  ['src-renderer', 'react', true],
  ['src-renderer', 'node:fs', false],
  ['src-renderer', 'electron', false],
  ['src-renderer/views', '../../src-core/base/home.ts', false],
  ['src-renderer', '../src-mcp/server.ts', false],
  ['src-renderer', '../src-main/cli/help.ts', false],
]

const FORMS: readonly ((imported: string) => string)[] = [
  (imported) => `import { a } from '${imported}'\nexport const b = a\n`,
  (imported) => `import type { A } from '${imported}'\nexport type B = A\n`,
  (imported) => `export const b = () => import('${imported}')\n`,
  (imported) => `export { a } from '${imported}'\n`,
]

interface Diagnostic {
  readonly severity: string
  readonly category: string
  readonly location: { readonly path: string }
}

let folder: string
/** The files that broke an import rule. */
let rejected: Set<string>
/** The files of an import cycle. */
let cyclic: Set<string>

/** Two files that import each other, by values, by types, and by a value that is loaded late. */
const CYCLES = {
  values: [
    "import { b } from './b.ts'\nexport const a = () => b\n",
    "import { a } from './a.ts'\nexport const b = () => a\n",
  ],
  types: [
    "import type { B } from './b.ts'\nexport type A = B[]\n",
    "import type { A } from './a.ts'\nexport type B = A | 1\n",
  ],
  late: [
    "export const a = () => import('./b.ts')\n",
    "import { a } from './a.ts'\nexport const b = () => a\n",
  ],
} as const

// A copy of the configuration with small sources in a temporary folder. The overrides apply by path.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-lint-'))
  const config = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }))
  CASES.forEach(([layer, imported], at) => {
    mkdirSync(join(folder, layer), { recursive: true })
    for (const [form, source] of FORMS.entries())
      writeFileSync(join(folder, fileOf(layer, at, form)), source(imported))
  })
  for (const [name, [a, b]] of Object.entries(CYCLES)) {
    mkdirSync(join(folder, 'src-core/cycles', name), { recursive: true })
    writeFileSync(join(folder, 'src-core/cycles', name, 'a.ts'), a)
    writeFileSync(join(folder, 'src-core/cycles', name, 'b.ts'), b)
  }
  const biome = join(
    dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')),
    'bin/biome',
  )
  const lint = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const { diagnostics }: { diagnostics: Diagnostic[] } = JSON.parse(lint.stdout)
  const filesOf = (rule: string) =>
    new Set(
      diagnostics
        .filter(({ category, severity }) => category === rule && severity === 'error')
        .map(({ location }) => location.path.replaceAll('\\', '/').replace(/^\.\//, '')),
    )
  rejected = filesOf('lint/style/noRestrictedImports')
  cyclic = filesOf('lint/suspicious/noImportCycles')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(layer: string, at: number, form: number): string {
  return `${layer}/case-${at}-${form}.ts`
}

describe('the import rules', () => {
  it.each(CASES.map((rule, at) => [...rule, at] as const))('%s imports %s: %s', (layer, _, allowed, at) => {
    const got = FORMS.map((_form, form) => !rejected.has(fileOf(layer, at, form)))
    expect(got).toEqual(FORMS.map(() => allowed))
  })
})

it.each(Object.keys(CYCLES))('an import cycle of %s is rejected', (name) => {
  for (const file of ['a', 'b']) expect(cyclic).toContain(`src-core/cycles/${name}/${file}.ts`)
})

/** The layers that each layer may import, besides itself. */
const REACH: Readonly<Record<string, readonly string[]>> = {
  'src-shared': [],
  'src-core': ['src-shared'],
  'src-mcp': ['src-core', 'src-shared'],
  'src-main': ['src-mcp', 'src-core', 'src-shared'],
  'src-renderer': ['src-shared'],
}

function sourcesUnder(layer: string): string[] {
  try {
    return readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|tsx|mts)$/.test(name))
      .map((name) => join(ROOT, layer, name))
  } catch {
    // The layer does not exist.
    return []
  }
}

describe('the sources', () => {
  it.each(Object.keys(REACH))('of %s import downwards only', (layer) => {
    const wrong: string[] = []
    for (const file of sourcesUnder(layer)) {
      const source = readFileSync(file, 'utf8')
      for (const [, imported = ''] of source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'\n]+)'/g)) {
        if (!imported.startsWith('.')) continue
        const [target = ''] = relative(ROOT, join(dirname(file), imported)).split(sep)
        // Tests may read what they check: package.json, resources, the built server. Tests of the window run it on the engine, and
        // tests of the document format use the engine's reading of bytes.
        const isTest = /\.test\.tsx?$|[\\/]src-renderer[\\/]testing[\\/]/.test(file)
        const inHouse = Object.hasOwn(REACH, target)
        const reach =
          isTest && (layer === 'src-renderer' || layer === 'src-shared')
            ? Object.keys(REACH)
            : (REACH[layer] ?? [])
        if (inHouse ? target !== layer && !reach.includes(target) : !isTest)
          wrong.push(`${relative(ROOT, file)} -> ${imported}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
