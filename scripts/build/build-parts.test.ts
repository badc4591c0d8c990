import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createBuilder, type Plugin } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { watchOutput } from '../../src-core/testing/watch-output.ts'
import { buildParts } from './build-parts.ts'
import { findStale, PARTS, type Part } from './record.mjs'

const CHECKOUT = join(import.meta.dirname, '../..')

/** A small checkout: a server, a command with a dynamically imported module, a window, and other files. */
const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "version": "1.0.0", "type": "module", "scripts": {} }',
  'package-lock.json': '{}',
  'vite.config.ts': `
    import { recordInputs } from ${JSON.stringify(join(import.meta.dirname, 'record-inputs.ts'))}
    const node = (input, outDir, entryFileNames, format = 'esm') => ({
      consumer: 'server',
      build: { ssr: true, outDir, emptyOutDir: false, minify: format === 'cjs', rolldownOptions: { input, output: { format, entryFileNames, chunkFileNames: '[name].mjs' } } },
    })
    const root = import.meta.dirname
    export default ({ mode }) => ({
      root,
      plugins: [recordInputs(root, mode)],
      environments: {
        mcp: node('src/server.ts', 'dist/mcp', 'server.mjs'),
        snapshot: node('src/snapshot.ts', 'dist/mcp', 'snapshot.cjs', 'cjs'),
        cli: node('src/cli.ts', 'dist/cli', 'plumbline.mjs'),
        renderer: { consumer: 'client', build: { outDir: 'dist/renderer', emptyOutDir: true, assetsInlineLimit: 0, rolldownOptions: { input: 'src-renderer/index.html' } } },
      },
      builder: {},
    })`,
  'src/shared.ts': 'export const word = "first"\n',
  'src/server.ts':
    'import { word } from "./shared.ts"\nimport type { Never } from "./types.ts"\nconsole.log(word as Never)\n',
  'src/types.ts': 'export type Never = string\n',
  'src/cli.ts': 'import { word } from "./shared.ts"\nconsole.log(word)\nvoid import("./late.ts")\n',
  'src/late.ts': 'console.log("late")\n',
  'src/snapshot.ts': '// A comment is removed.\nglobalThis.answer = 42\n',
  'src-renderer/index.html':
    '<!doctype html><link rel="icon" href="./mark.svg"><script type="module" src="./main.ts"></script>',
  'src-renderer/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'src-renderer/main.ts': 'import "./window.css"\nimport "../src/shared.ts"\n',
  'src-renderer/window.css': '@import "./table.css";\nbody { color: red }\n',
  'src-renderer/table.css': 'table { color: green }\n',
  'resources/starter-standards/go/testing.md': '# Testing\n',
}

const BUILT: readonly Part[] = ['mcp', 'cli', 'snapshot', 'renderer', 'resources', 'blob']

let template: string
let root: string

// Built once. Paths in the records are relative, so a copy of the project counts as built.
beforeAll(async () => {
  root = template = newFolder()
  for (const [path, text] of Object.entries(PROJECT)) write(path, text)
  symlinkSync(join(CHECKOUT, 'node_modules'), join(root, 'node_modules'), 'junction')
  await longEnough()
  expect(Object.keys(stale())).toEqual(BUILT)
  expect(await build()).toEqual(BUILT)
})
afterAll(() => rmSync(template, { recursive: true, force: true }))

beforeEach(async () => {
  root = newFolder()
  cpSync(template, root, { recursive: true, verbatimSymlinks: true })
  await longEnough()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const newFolder = () => realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-build-')))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** The clock of the disk is coarse: a change just before a build could count as one during the build. */
const longEnough = () => new Promise((resolve) => setTimeout(resolve, 50))

async function build(parts = BUILT, plugins: Plugin[] = []): Promise<Part[]> {
  const builder = () => createBuilder({ root, logLevel: 'silent', mode: 'production', plugins })
  const built = await buildParts({ root, mode: 'production', parts, builder, note: () => {} })
  return [...built.keys()]
}

const stale = (parts = BUILT) => Object.fromEntries(findStale(root, 'production', parts))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('a part of the build', () => {
  it('is built once', async () => {
    expect(stale()).toEqual({})
    expect(await build()).toEqual([])
    expect(read('dist/mcp/server.mjs')).toContain('first')
    expect(read('dist/starter-standards/go/testing.md')).toBe('# Testing\n')
    expect(existsSync(join(root, 'dist/mcp/server.blob'))).toBe(true)
  })

  it.each([
    ['src-renderer/window.css', 'body { color: blue }\n', ['renderer']],
    ['src-renderer/table.css', 'table { color: blue }\n', ['renderer']],
    ['src-renderer/mark.svg', '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', ['renderer']],
    ['src/late.ts', 'console.log("later")\n', ['cli']],
    ['src/shared.ts', 'export const word = "second"\n', ['mcp', 'cli', 'renderer']],
    ['src/types.ts', 'export type Never = number\n', []],
    ['src/new.ts', 'export const nobody = "imports this"\n', []],
    ['package.json', '{ "version": "1.0.0", "type": "module", "scripts": { "new": "" } }', []],
    ['package.json', '{ "version": "1.0.1", "type": "module" }', ['mcp', 'cli', 'snapshot', 'renderer']],
    ['package-lock.json', '{ "packages": {} }', BUILT],
    ['vite.config.ts', `${PROJECT['vite.config.ts']}// changed`, BUILT],
    ['resources/starter-standards/go/testing.md', '# Tests\n', ['resources']],
    ['resources/starter-standards/go/new.md', '# New\n', ['resources']],
  ])('is stale after a change of one of its inputs: %s (case %#)', (path, text, parts) => {
    write(path, text)
    expect(Object.keys(stale())).toEqual(parts)
  })

  it('is built only when it is stale', async () => {
    write('src/shared.ts', 'export const word = "second"\n')
    await longEnough()
    expect(await build()).toEqual(['mcp', 'cli', 'renderer'])
    expect(read('dist/mcp/server.mjs')).toContain('second')
    expect(stale()).toEqual({})
  })

  it('blob is built again when the bundle snapshot has changed', async () => {
    write('src/snapshot.ts', 'globalThis.answer = 43\n')
    await longEnough()
    expect(await build()).toEqual(['snapshot', 'blob'])
    // Comments do not change the bundle.
    write('src/snapshot.ts', '// Another comment.\nglobalThis.answer = 43\n')
    await longEnough()
    expect(await build()).toEqual(['snapshot'])
    expect(stale()).toEqual({})
  })

  it('is not stale when a file was rewritten with the same content', async () => {
    for (const path of Object.keys(PROJECT)) utimesSync(join(root, path), new Date(), new Date())
    expect(stale()).toEqual({})
  })

  it('is stale when an input or an output is gone', async () => {
    rmSync(join(root, 'src/late.ts'))
    rmSync(join(root, 'dist/mcp/server.mjs'))
    expect(stale()).toEqual({ mcp: 'dist/mcp/server.mjs is gone', cli: 'src/late.ts is gone' })
  })

  it('removes files of an earlier build', async () => {
    expect(readdirSync(join(root, 'dist/cli')).sort()).toEqual(['late.mjs', 'plumbline.mjs'])
    write('src/cli.ts', 'console.log("no parts")\n')
    rmSync(join(root, 'resources/starter-standards/go'), { recursive: true })
    write('resources/starter-standards/python/testing.md', '# Testing\n')
    await longEnough()
    await build()
    expect(readdirSync(join(root, 'dist/cli'))).toEqual(['plumbline.mjs'])
    expect(readdirSync(join(root, 'dist/starter-standards'))).toEqual(['python'])
  })

  it('is stale when a source changed while it was built', async () => {
    const change: Plugin = {
      name: 'change-a-source',
      buildEnd() {
        if (this.environment.name === 'mcp') write('src/shared.ts', 'export const word = "second"\n')
      },
    }
    write('src/server.ts', `${PROJECT['src/server.ts']}// changed\n`)
    await longEnough()
    await build(['mcp'], [change])
    expect(read('dist/mcp/server.mjs')).toContain('first')
    expect(stale(['mcp'])).toEqual({ mcp: 'src/shared.ts changed while it was built' })
    await longEnough()
    await build(['mcp'])
    expect(read('dist/mcp/server.mjs')).toContain('second')
    expect(stale(['mcp'])).toEqual({})
  })

  it('counts as not built after a failure; the parts before it count as built', async () => {
    write('src/server.ts', 'console.log("whole")\n')
    write('src/cli.ts', 'console.log("half"\n')
    await longEnough()
    await expect(build()).rejects.toThrow('src/cli.ts')
    expect(stale()).toEqual({ cli: 'it was not built yet' })
    write('src/cli.ts', 'console.log("whole")\n')
    await longEnough()
    expect(await build()).toEqual(['cli'])
  })

  it('is stale when source maps are switched on or off', async () => {
    await build(['mcp'])
    await createBuilder({
      root,
      logLevel: 'silent',
      environments: { mcp: { build: { sourcemap: true } } },
    }).then((builder) => builder.build(builder.environments.mcp!))
    expect(stale(['mcp'])).toEqual({ mcp: 'sourcemap is false, no longer true' })
  })
})

describe('two processes that build at once', () => {
  beforeEach(() => rmSync(join(root, 'dist'), { recursive: true }))

  /** Prints the built parts as JSON. */
  function startBuild(): ChildProcess {
    const parts = pathToFileURL(join(import.meta.dirname, 'build-parts.ts')).href
    const vite = import.meta.resolve('vite')
    const code = `
      import { createBuilder } from ${JSON.stringify(vite)}
      import { buildParts } from ${JSON.stringify(parts)}
      const root = ${JSON.stringify(root)}
      const built = await buildParts({
        root,
        mode: 'production',
        parts: ${JSON.stringify(BUILT)},
        builder: () => createBuilder({ root, logLevel: 'silent' }),
        note: (line) => console.error(line),
      })
      console.log(JSON.stringify([...built.keys()]))`
    return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async function resultOf(child: ChildProcess): Promise<string[]> {
    const { output, errors } = watchOutput(child)
    await once(child, 'close')
    if (child.exitCode !== 0) throw new Error(errors())
    return JSON.parse(output())
  }

  it('wait for each other and build nothing twice', async () => {
    const results = await Promise.all([startBuild(), startBuild()].map(resultOf))
    expect(results.sort((a, b) => b.length - a.length)).toEqual([BUILT, []])
    expect(stale()).toEqual({})
  })

  it('do not wait for a killed process', async () => {
    const killed = startBuild()
    const exit = once(killed, 'exit')
    while (!existsSync(join(root, 'dist/.parts/lock.db'))) await longEnough()
    killed.kill('SIGKILL')
    await exit
    await resultOf(startBuild())
    expect(stale()).toEqual({})
  })
})

describe('the checkout', () => {
  let copy: string
  beforeAll(() => {
    const script = join(import.meta.dirname, 'build-stale.ts')
    const { status, stderr } = spawnSync(process.execPath, [script], {
      env: { ...process.env, NODE_ENV: 'production' },
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }, 120_000)
  // The records of the real build and a copy of the real sources.
  beforeEach(() => {
    copy = join(root, 'checkout')
    mkdirSync(copy)
    for (const name of readdirSync(CHECKOUT).filter((name) => !name.startsWith('.')))
      if (/^(?:src-|scripts$|resources$)|\.(?:json|ts)$/.test(name))
        cpSync(join(CHECKOUT, name), join(copy, name), { recursive: true })
    for (const name of ['dist', 'node_modules'])
      symlinkSync(join(CHECKOUT, name), join(copy, name), 'junction')
  })

  const staleInCopy = () => [...findStale(copy, 'production', PARTS).keys()]

  function fileWith(folder: string, text: string): string {
    const files = readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' })
    const file = files
      .filter((name) => /\.(?:ts|css)$/.test(name) && !name.endsWith('.test.ts'))
      .find((name) => readFileSync(join(copy, folder, name), 'utf8').includes(text))
    return join(copy, folder, file ?? `no file with ${text}`)
  }

  it('is up to date after a build', () => {
    expect(staleInCopy()).toEqual([])
  })

  it('builds only the window after a change of a style', () => {
    appendFileSync(fileWith('src-renderer/views', '.activity-'), '\n.new { color: red }\n')
    expect(staleInCopy()).toEqual(['renderer'])
  })

  it('builds only the programs with a tool after a change of that tool', () => {
    appendFileSync(fileWith('src-mcp', "name: 'get_checklist'"), '\n// new\n')
    expect(staleInCopy()).toEqual(['mcp', 'cli', 'snapshot', 'electron'])
  })

  it('builds everything after a change of the build scripts', () => {
    appendFileSync(join(copy, 'scripts/build/build-parts.ts'), '\n// new\n')
    expect(staleInCopy()).toEqual([...PARTS])
  })
})
