import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { makeTempLibrary, type TempLibrary } from '../../src-core/testing/temp-library.ts'
import { watchOutput } from '../../src-core/testing/watch-output.ts'

const SCRIPT = join(import.meta.dirname, '../../scripts/plumbline.mjs')

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let library: TempLibrary
beforeEach(() => {
  library = makeTempLibrary({
    'python/testing.md':
      '---\ntags: [pytest]\n---\n# Python testing\n\n## Fixtures\n\nKeep each fixture small.\n',
    'go/testing.md': '# Go testing\n\nPrefer small tables.\n',
    'broken.md': '---\nglobs: **/*\n---\n# Broken\n',
  })
})
afterEach(() => library.close())

/** Runs `plumbline` on the temporary home and library. */
function plumbline(args: readonly string[], node = process.execPath): Promise<Ran> {
  return run([...args, '--home', library.home, '--library', library.root], node)
}

function run(args: readonly string[], node = process.execPath): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(node, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const { output, errors } = watchOutput(child)
    child.on('close', (code) => resolve({ code, out: output(), err: errors() }))
  })
}

describe('plumbline', () => {
  it('prints its help and its version', async () => {
    for (const args of [['--help'], ['-h'], ['help']]) {
      const { code, out, err } = await run(args)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toMatch(/^Usage: plumbline <command>/m)
    }
    for (const args of [
      ['search', '--help'],
      ['search', '-h'],
      ['help', 'search'],
    ]) {
      const { code, out, err } = await run(args)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toMatch(/^Usage: plumbline search \[options\] \[words\.\.\.\]/m)
      expect(out).toContain('--language <name>')
      expect(out).toContain('--home <folder>')
      expect(out).not.toContain('--tcp')
    }
    expect((await run(['mcp', '--help'])).out).toMatch(/^Usage: plumbline mcp/m)
    expect(await run(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' })
  })

  it('ends without an error when its output is closed', async () => {
    const args = ['search', 'small', '--home', library.home, '--library', library.root]
    const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const { errors } = watchOutput(child)
    child.stdout.destroy()
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
    expect(errors()).toBe('')
  })

  it('reports a wrong command line, with exit code 2', async () => {
    const none = await run([])
    expect(none).toMatchObject({ code: 2, out: '' })
    expect(none.err).toMatch(/^Usage/m)
    const unknown = await run(['toString'])
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toMatch(/^plumbline: unknown command 'toString'.*--help/s)
    expect((await run(['serch', 'x'])).err).toContain('Did you mean search?')
    const option = await plumbline(['search', 'x', '--nope'])
    expect(option).toMatchObject({ code: 2, out: '' })
    expect(option.err).toMatch(/--nope.*`plumbline search --help`/s)
    const mistyped = await plumbline(['search', 'x', '--langauge', 'go'])
    expect(mistyped).toMatchObject({ code: 2, out: '' })
    expect(mistyped.err).toContain('Did you mean --language?')
    const misplaced = await plumbline(['status', '--tcp', '5', '--dry-run'])
    expect(misplaced).toMatchObject({ code: 2, out: '' })
    expect(misplaced.err).toContain('--tcp is an option of `plumbline serve`.')
    const extra = await plumbline(['status', 'now'])
    expect(extra).toMatchObject({ code: 2, out: '' })
    expect(extra.err).toMatch(/too many arguments.*`plumbline status --help`/s)
    expect(option.err).not.toMatch(/\n {4}at /)
    for (const limit of ['0', '1001', 'x', '1.5', '']) {
      const { code, err } = await plumbline(['search', 'small', '--limit', limit])
      expect(code).toBe(2)
      expect(err).toMatch(/^plumbline: --limit .*is not a number from 1 to 1000/)
    }
  })

  it('indexes', async () => {
    const { code, out, err } = await plumbline(['index'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`3 standards from ${library.root}`)
    expect(out).toContain('plumbline status')
    const forced = await plumbline(['index', '--force', '--json'])
    expect(JSON.parse(forced.out)).toMatchObject({ library: library.root, standards: 3, problems: 1 })
  })

  it('says what to do when the library is missing', async () => {
    library.rename('.', '../away')
    const { code, out, err } = await plumbline(['index'])
    expect(code).toBe(1)
    expect(`${out}${err}`).toContain(`The library folder ${library.root} is not there`)
    expect(err).not.toMatch(/\n {4}at /)
  })

  it('searches, with exit code 1 when nothing is found and 2 without words', async () => {
    const found = await plumbline(['search', 'small', 'fixtures'])
    expect(found).toMatchObject({ code: 0, err: '' })
    expect(found.out).toContain(
      'python/testing.md  Python testing > Fixtures\n  Keep each **fixture** **small**.',
    )
    expect(found.out).toMatch(/\d+ of \d+ sections/)

    expect(await plumbline(['search', 'zebra'])).toEqual({
      code: 1,
      out: 'Nothing found for "zebra".\n',
      err: '',
    })
    const nothing = await plumbline(['search'])
    expect(nothing).toMatchObject({ code: 2, out: '' })
    expect(nothing.err).toMatch(/nothing to search for/)

    const narrowed = await plumbline(['search', 'small', '--language', 'py', '--json', '--limit', '1'])
    expect(JSON.parse(narrowed.out)).toMatchObject({ total: 1, hits: [{ id: 'python/testing.md' }] })
  })

  it('shows the status and every problem', async () => {
    expect((await plumbline(['status'])).out).toMatch(/Index +not built yet/)
    await plumbline(['index'])
    const { code, out } = await plumbline(['status'])
    expect(code).toBe(0)
    expect(out).toMatch(/Standards +3\n/)
    expect(out).toMatch(/Languages +go, python\n/)
    expect(out).toMatch(/broken\.md:2 {2}warning\n {2}.*\n {2}.*quotes/)
    const json = JSON.parse((await plumbline(['status', '--json'])).out)
    expect(json).toMatchObject({
      home: library.home,
      standards: 3,
      problems: [{ path: 'broken.md', line: 2 }],
    })
  })

  it('prints no control characters of files and clients', async () => {
    library.write(
      'evil.md',
      '---\ntags: ["a\u009b31m|"]\n---\n# Title \u001b]52;c;ZXZpbA==\u0007\n\nzebra \u001b[2J \u009b31m \u202e body\n',
    )
    if (process.platform !== 'win32')
      library.write('x\u001b]0;owned\u0007\nforged: line.md', '# B\n\nzebra\n')
    const hostile = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/
    for (const args of [
      ['search', 'zebra'],
      ['search', 'zebra', '--json'],
      ['status'],
      ['status', '--json'],
      ['search', 'z\u001b[31m'],
    ]) {
      const { out, err } = await plumbline(args)
      expect(out.length).toBeGreaterThan(10)
      expect({ args, out, err }).not.toMatchObject({ out: expect.stringMatching(hostile) })
      expect(err).not.toMatch(hostile)
      expect(out).not.toMatch(/^forged/m)
      if (args.includes('--json')) expect(JSON.stringify(JSON.parse(out))).toContain('\\u001b')
    }
    expect((await plumbline(['search', 'zebra'])).out).toContain('Title \\u001b]52')
    expect((await plumbline(['nope\u001b[31m'])).err).not.toMatch(hostile)
    expect((await plumbline(['status', '--verbose'])).err).not.toMatch(hostile)
  })

  it('reports broken settings', async () => {
    mkdirSync(library.home)
    writeFileSync(join(library.home, 'settings.json'), '{')
    const { code, out, err } = await run(['status', '--home', library.home])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^plumbline: The settings file .*settings\.json is not JSON/)
    expect(err).not.toMatch(/\n {4}at /)
  })

  it('prints help without an error when its output is closed', async () => {
    const child = spawn(process.execPath, [SCRIPT, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    const { errors } = watchOutput({ stdout: null, stderr: child.stderr })
    child.stdout.destroy()
    await new Promise((resolve) => child.on('close', resolve))
    expect(errors()).toBe('')
  })

  it('runs on the bundled Node when the Node of the machine is too old', async (context) => {
    const old = olderNode()
    if (!old) {
      console.warn('Skipped: no Node older than 22 on the PATH.')
      return context.skip()
    }
    expect(await run(['--version'], old)).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' })
    expect(await plumbline(['search', 'zebra'], old)).toMatchObject({
      code: 1,
      out: 'Nothing found for "zebra".\n',
    })
  })
})

/** A Node on the PATH that is too old for Plumbline itself. */
function olderNode(): string | null {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name)
    if (!existsSync(file)) continue
    const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
    if (/^v(?:1\d|20|21)\./.test(version)) return file
  }
  return null
}
