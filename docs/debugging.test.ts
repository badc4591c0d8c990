import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { parse } from 'jsonc-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Plumbline, startPlumbline } from '../e2e/testing/built-plumbline.ts'
import packageJson from '../package.json' with { type: 'json' }
import { eventually } from '../src-core/testing/temp-library.ts'

const ROOT = join(import.meta.dirname, '..')
const TEXT = readFileSync(join(import.meta.dirname, 'debugging.md'), 'utf8')

const QUERIES = Array.from(
  TEXT.matchAll(/^sqlite3 -readonly ~\/\.plumbline\/(\w+\.db) "(.*)"$/gm),
  ([, file = '', sql = '']) => ({ file, sql }),
)

describe('docs/debugging.md', () => {
  let plumbline: Plumbline
  beforeAll(async () => {
    plumbline = await startPlumbline({
      'python/testing.md': '# Testing\n\n## Fixtures\n\nSmall ones.\n',
      'go/broken.md': '---\ntitle: [\n---\n# Broken\n',
    })
    await plumbline.post('/mcp/call', { name: 'search_standards', arguments: { query: 'fixtures' } })
  })
  afterAll(() => plumbline.stop())

  it('has queries of both databases', () => {
    expect(new Set(QUERIES.map(({ file }) => file))).toEqual(new Set(['index.db', 'activity.db']))
  })

  it.each(QUERIES)('$sql finds something', async ({ file, sql }) => {
    const db = new Database(join(plumbline.home.home, file), { readonly: true })
    try {
      // The log is written behind the answer.
      expect(await eventually(() => db.prepare(sql).all().length > 0)).toBe(true)
    } finally {
      db.close()
    }
  })

  it('names npm scripts, sources and tests that are there', () => {
    const scripts = Array.from(TEXT.matchAll(/npm run (?:-s )?([\w:]+)/g), ([, name = '']) => name)
    expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([])
    const files = Array.from(
      TEXT.matchAll(/(?:^|[\s(`])((?:scripts|src-\w+)(?:\/[\w.-]+)*)/gm),
      ([, path = '']) => path,
    )
    expect(files.length).toBeGreaterThan(2)
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('names what a home has', () => {
    const files = Array.from(TEXT.matchAll(/^\| `(\w+\.\w+)` \|/gm), ([, name = '']) => name)
    expect(files).toContain('index.db')
    expect(files.filter((name) => !existsSync(join(plumbline.home.home, name)))).toEqual([
      'settings.json',
      'host.json',
    ])
  })
})

describe('.vscode', () => {
  const read = (name: string) => parse(readFileSync(join(ROOT, '.vscode', name), 'utf8'))
  const launch = read('launch.json')
  const tasks = read('tasks.json').tasks as readonly { label: string; command?: string; script?: string }[]
  const there = (path: string) =>
    existsSync(join(ROOT, path.replace(/^\$\{workspaceFolder\}/, '').replace('out/dev', 'dist')))

  it.each(launch.configurations as readonly Record<string, string | readonly string[]>[])(
    '$name starts what is there',
    ({ runtimeExecutable, runtimeArgs, program, webRoot, preLaunchTask, url }) => {
      for (const path of [program, webRoot]) if (path) expect(String(path)).toSatisfy(there)
      if (runtimeExecutable === 'npm') expect(packageJson.scripts).toHaveProperty(String(runtimeArgs?.[1]))
      else if (runtimeExecutable) expect(String(runtimeExecutable)).toSatisfy(there)
      if (preLaunchTask) expect(tasks.map(({ label }) => label)).toContain(preLaunchTask)
      const input = /^\$\{input:(\w+)\}$/.exec(String(url))?.[1]
      if (input) expect(launch.inputs).toContainEqual(expect.objectContaining({ id: input }))
    },
  )

  it.each(tasks)('$label runs what is there', ({ command, script }) => {
    const file = /scripts\/\S+/.exec(command ?? '')?.[0]
    const name = script ?? /npm run (\S+)/.exec(command ?? '')?.[1]
    expect(file !== undefined || name !== undefined).toBe(true)
    if (file) expect(file).toSatisfy(there)
    if (name) expect(packageJson.scripts).toHaveProperty(name)
  })
})
