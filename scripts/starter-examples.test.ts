import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse as parseToml } from 'smol-toml'
import { afterAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { STARTER_BLOCKS, type StarterBlock } from './starter-documents.ts'

const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'plumbline-starters-'))
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const of = (...languages: string[]) => STARTER_BLOCKS.filter(({ language }) => languages.includes(language))

/** Languages whose blocks are meant for people and have no grammar. */
const PROSE = ['text', 'markdown']

/** A tool of the system, with the arguments that show its version; `null` when it is missing. */
function versionOf(command: string, ...args: string[]): string | null {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 })
  return status === 0 ? `${stdout}${stderr}`.trim() : null
}

/** Prints why blocks were not checked, so that a run shows what it left out. */
function reportSkipped(blocks: readonly StarterBlock[], reason: string): void {
  if (blocks.length > 0) console.info(`Not checked (${reason}): ${blocks.map(({ name }) => name).join(', ')}`)
}

/** Writes each block to a file of its own, and returns the files by the block's name. */
function writeBlocks(blocks: readonly StarterBlock[], extension: string): ReadonlyMap<string, string> {
  return new Map(
    blocks.map(({ name, code }) => {
      const file = join(folder, extension, `${name.replace(/[^\w]+/g, '_')}.${extension}`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, code)
      return [name, file]
    }),
  )
}

/** The outcome of running a program on the code of each block: the names that failed, with its messages. */
function failuresOf(
  blocks: readonly StarterBlock[],
  run: (block: StarterBlock) => { status: number | null; stderr: string; stdout: string },
): string[] {
  return blocks.flatMap((block) => {
    const { status, stderr, stdout } = run(block)
    return status === 0 ? [] : [`${block.name}\n${stderr}${stdout}`]
  })
}

const pipe =
  (command: string, ...args: string[]) =>
  ({ code }: StarterBlock) =>
    spawnSync(command, args, { input: code, encoding: 'utf8' })

/** Settings that a document prescribes: its block of JSON with compiler options, for the blocks in `include`. */
function compilerOptionsIn(id: string, more: object): object {
  const [block] = of('json').filter((block) => block.id === id && block.code.includes('compilerOptions'))
  const { compilerOptions } = JSON.parse(block?.code ?? '') as { compilerOptions: object }
  return {
    compilerOptions: { ...compilerOptions, ...more, incremental: false, tsBuildInfoFile: null },
    include: ['.'],
  }
}

function typeCheck(id: string, blocks: readonly StarterBlock[], extension: string, more = {}): void {
  writeBlocks(blocks, extension)
  const project = join(folder, extension)
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(compilerOptionsIn(id, more)))
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project],
    {
      encoding: 'utf8',
    },
  )
  expect(stdout).toBe('')
}

describe('the examples of the starter standards', () => {
  it('are in languages that are checked here or meant for people', () => {
    const known = [
      ...[
        'python',
        'go',
        'rust',
        'typescript',
        'tsx',
        'javascript',
        'json',
        'toml',
        'yaml',
        'http',
        'css',
        'html',
      ],
      ...['bash', 'sql', 'java', 'kotlin', 'csharp', 'dockerfile', 'hcl', ...PROSE],
    ]
    expect(STARTER_BLOCKS.filter(({ language }) => !known.includes(language))).toEqual([])
    expect(STARTER_BLOCKS.length).toBeGreaterThan(60)
  })

  it('have JSON, TOML and YAML that can be parsed', () => {
    for (const { name, code } of of('json')) expect(() => JSON.parse(code), name).not.toThrow()
    for (const { name, code } of of('toml')) expect(() => parseToml(code), name).not.toThrow()
    for (const { name, code } of of('yaml'))
      expect(
        parseAllDocuments(code).flatMap(({ errors }) => errors),
        name,
      ).toEqual([])
  })

  it('have HTTP messages with valid lines and bodies', () => {
    for (const { name, code } of of('http')) {
      const [head = '', body = ''] = code.split(/\n\n(.*)/s)
      const [first = '', ...headers] = head.trimEnd().split('\n')
      expect(first, name).toMatch(/^(?:[A-Z]+ \/\S* HTTP\/1\.1|HTTP\/1\.1 \d{3} [A-Z][\w ]+)$/)
      for (const header of headers) expect(header, name).toMatch(/^[\w-]+: \S.*$/)
      if (body.trim() !== '') expect(() => JSON.parse(body), name).not.toThrow()
    }
  })

  it('have CSS, HTML, JavaScript and TypeScript without syntax errors', () => {
    const files = ['css', 'html', 'javascript', 'typescript', 'tsx'].flatMap((language) =>
      [
        ...writeBlocks(of(language), language === 'javascript' ? 'js' : language.replace('typescript', 'ts')),
      ].map(([, file]) => file),
    )
    const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
    const args = [biome, 'lint', '--only=suspicious/noDebugger', '--vcs-enabled=false', ...files]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    expect(status, `${stdout}${stderr}`).toBe(0)
  })

  it('have TypeScript that compiles with the prescribed options', () => {
    typeCheck('typescript/architecture.md', of('typescript'), 'ts')
    typeCheck('typescript/architecture.md', of('tsx'), 'tsx', { jsx: 'react-jsx' })
  })

  it('have JavaScript whose JSDoc types hold with the prescribed options', () => {
    typeCheck('javascript/architecture.md', of('javascript'), 'js')
  })

  it('have Python that compiles', () => {
    const blocks = of('python')
    const script = `
import json, sys
wrong = []
for block in json.load(sys.stdin):
    try:
        compile(block["code"], block["name"], "exec")
    except SyntaxError as error:
        wrong.append([block["name"], str(error)])
json.dump({"minor": sys.version_info.minor, "wrong": wrong}, sys.stdout)`
    const run = (command: string) =>
      spawnSync(command, ['-c', script], { input: JSON.stringify(blocks), encoding: 'utf8' })
    const first = run('python3')
    const done = first.error === undefined ? first : run('python')
    if (done.error !== undefined) return reportSkipped(blocks, 'no Python 3 here')
    const { minor, wrong } = JSON.parse(done.stdout) as { minor: number; wrong: [string, string][] }
    // Generic functions and the type statement came with Python 3.12.
    const isNewer = ([name]: [string, string]) =>
      minor < 12 &&
      /^\s*(?:type \w+ =|def \w+\[|class \w+\[)/m.test(
        blocks.find((block) => block.name === name)?.code ?? '',
      )
    reportSkipped(
      blocks.filter(({ name }) => wrong.filter(isNewer).some(([newer]) => newer === name)),
      `Python 3.${minor} is older than 3.12`,
    )
    expect(wrong.filter((failure) => !isNewer(failure))).toEqual([])
  })

  it('have Go that gofmt leaves as it is', () => {
    const blocks = of('go')
    if (spawnSync('gofmt', ['-h']).error !== undefined) return reportSkipped(blocks, 'no gofmt here')
    expect(
      failuresOf(blocks, (block) => {
        const done = pipe('gofmt')(block)
        return { ...done, status: done.stdout.trimEnd() === block.code.trimEnd() ? 0 : 1 }
      }),
    ).toEqual([])
  })

  it('have Rust that compiles without a warning, is formatted, and whose tests pass', () => {
    const blocks = of('rust').filter(({ code }) => !/^use (?!std::|super::)/m.test(code))
    reportSkipped(
      of('rust').filter((block) => !blocks.includes(block)),
      'needs a crate',
    )
    if (versionOf('rustc', '--version') === null) return reportSkipped(blocks, 'no rustc here')
    if (versionOf('rustfmt', '--version') !== null)
      expect(failuresOf(blocks, pipe('rustfmt', '--edition', '2024', '--check'))).toEqual([])
    const modules = blocks.map(({ name, code }) => `pub mod ${name.replace(/\W+/g, '_')} {\n${code}}\n`)
    const file = join(folder, 'examples.rs')
    writeFileSync(file, modules.join('\n'))
    const program = join(folder, 'examples-test')
    const args = ['--edition', '2024', '--test', '-D', 'warnings', '-A', 'dead_code', '-o', program, file]
    const built = spawnSync('rustc', args, { encoding: 'utf8' })
    expect(built.status, built.stderr).toBe(0)
    const ran = spawnSync(program, { encoding: 'utf8' })
    expect(ran.status, ran.stdout).toBe(0)
  })

  it('have Bash without syntax errors', () => {
    const blocks = of('bash')
    if (versionOf('bash', '--version') === null) return reportSkipped(blocks, 'no bash here')
    expect(failuresOf(blocks, pipe('bash', '-n', '-s'))).toEqual([])
  })

  it('have Java that compiles', () => {
    const blocks = of('java')
    const version = Number(/\d+/.exec(versionOf('javac', '-version') ?? '')?.[0] ?? 0)
    if (version < 21) return reportSkipped(blocks, 'no JDK 21 or newer here')
    const files = writeBlocks(blocks, 'java')
    const run = ({ name }: StarterBlock) =>
      spawnSync('javac', ['-d', join(folder, 'classes'), '-Xlint:all', '-Werror', String(files.get(name))], {
        encoding: 'utf8',
      })
    expect(failuresOf(blocks, run)).toEqual([])
  })

  it('have HCL that terraform leaves as it is', () => {
    const blocks = of('hcl')
    if (versionOf('terraform', 'version') === null) return reportSkipped(blocks, 'no terraform here')
    const run = (block: StarterBlock) => {
      const done = pipe('terraform', 'fmt', '-no-color', '-')(block)
      return { ...done, status: done.stdout.trimEnd() === block.code.trimEnd() ? 0 : 1 }
    }
    expect(failuresOf(blocks, run)).toEqual([])
  })

  it('name those that no tool here can check', () => {
    reportSkipped(of('sql', 'kotlin', 'csharp', 'dockerfile'), 'no parser for the language')
  })
})

/** Loads the JavaScript block of a document that holds this text. */
async function load<Exports>(id: string, text: string): Promise<Exports> {
  const [block] = of('javascript', 'typescript').filter(
    (block) => block.id === id && block.code.includes(text),
  )
  if (block === undefined) throw new Error(`${id} has no block with ${text}`)
  const extension = block.language === 'typescript' ? 'ts' : 'js'
  const file = writeBlocks([block], extension).get(block.name)
  writeFileSync(join(folder, extension, 'package.json'), '{ "type": "module" }')
  return (await import(/* @vite-ignore */ pathToFileURL(String(file)).href)) as Exports
}

type Resolve = (root: string, name: string) => Promise<string>

describe('examples under hostile input', () => {
  it.each([
    ['javascript/security.md', 'resolveInside'],
    ['typescript/security.md', 'toSafePath'],
  ] as const)('%s keeps names inside the folder', async (id, name) => {
    const exports = await load<Readonly<Record<string, Resolve>>>(id, name)
    const root = join(folder, `inside-${name}`)
    mkdirSync(join(root, 'sub'), { recursive: true })
    writeFileSync(join(root, 'a.txt'), '')
    symlinkSync(tmpdir(), join(root, 'link'), 'junction')
    await expect(exports[name]?.(root, 'a.txt')).resolves.toMatch(/a\.txt$/)
    for (const bad of ['..', '../..', 'sub/../../..', '/etc', 'link', 'absent'])
      await expect(exports[name]?.(root, bad), bad).rejects.toThrow()
  })

  it('javascript/performance.md starts nothing after a failure, and refuses a limit below one', async () => {
    type MapLimit = (
      items: readonly number[],
      limit: number,
      fn: (item: number) => Promise<number>,
    ) => Promise<number[]>
    const { mapLimit } = await load<{ mapLimit: MapLimit }>('javascript/performance.md', 'mapLimit')
    let calls = 0
    const fail = async (item: number) => {
      calls += 1
      if (item === 3) throw new Error('3')
      return item
    }
    const items = Array.from({ length: 50 }, (_, index) => index)
    await expect(mapLimit(items, 2, fail)).rejects.toThrow('3')
    await new Promise((resolve) => setImmediate(resolve))
    expect(calls).toBeLessThan(8)
    await expect(mapLimit(items, 2, async (item) => item * 2)).resolves.toEqual(items.map((item) => item * 2))
    for (const limit of [0, -1, Number.NaN])
      await expect(mapLimit(items, limit, fail)).rejects.toThrow(RangeError)
  })

  it('javascript/architecture.md closes a server whose request never ends', async () => {
    type Start = (
      handler: () => void,
      port: number,
      graceMs: number,
    ) => Promise<AsyncDisposable & { server: import('node:net').Server }>
    const { start } = await load<{ start: Start }>('javascript/architecture.md', 'asyncDispose')
    const server = await start(() => {}, 0, 50)
    const address = server.server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port')
    const ended = new Promise((resolve) =>
      get({ port: address.port, host: '127.0.0.1' }).on('error', resolve),
    )
    await new Promise((resolve) => server.server.once('connection', resolve))
    await server[Symbol.asyncDispose]()
    await expect(ended).resolves.toMatchObject({ code: 'ECONNRESET' })
  })

  it('typescript/patterns.md reads ports and refuses the rest', async () => {
    const { parsePort } = await load<{ parsePort: (text: string) => { ok: boolean } }>(
      'typescript/patterns.md',
      'parsePort',
    )
    for (const text of ['0', '80', '65535']) expect(parsePort(text).ok, text).toBe(true)
    for (const text of ['', '-1', '1e3', '65536', ' 80', '٣', '9'.repeat(400)])
      expect(parsePort(text).ok, text).toBe(false)
  })

  it('the Python examples refuse internal addresses, archives that escape, and text that is no amount', () => {
    const python = versionOf('python3', '-c', 'import sys; print(sys.version_info >= (3, 11, 4))')
    if (python !== 'True') return reportSkipped(of('python'), 'no Python 3.11.4 or newer to run them')
    const codeWith = (id: string, text: string) =>
      of('python').find((block) => block.id === id && block.code.includes(text))?.code
    const [parse = ''] =
      /^def parse_cents.*?(?=\n\n\n)/ms.exec(codeWith('python/testing.md', 'parse_cents') ?? '') ?? []
    const script = [
      codeWith('python/security.md', 'def is_public'),
      codeWith('python/security.md', 'def unpack'),
      codeWith('general/error-handling.md', 'def load_settings'),
      `import re\n${parse}`,
      HOSTILE,
    ].join('\n\n')
    const { status, stderr } = spawnSync('python3', ['-c', script, folder], { encoding: 'utf8' })
    expect(status, stderr).toBe(0)
  })
})

const HOSTILE = `
import io, pathlib, sys

internal = """127.0.0.1 10.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.251 255.255.255.255 ::1 ::ffff:127.0.0.1 ::127.0.0.1
64:ff9b::7f00:1 2002:7f00:1:: fec0::1 fe80::1 fc00::1 ff02::1"""
for address in internal.split():
    assert not is_public(address), address
for address in ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]:
    assert is_public(address), address

root = pathlib.Path(sys.argv[1])

def refuses(members, **limits):
    archive = root / "a.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, size in members:
            info = tarfile.TarInfo(name)
            info.size = size
            tar.addfile(info, io.BytesIO(bytes(size)))
    try:
        unpack(archive, root / "unpacked", **limits)
    except (ValueError, tarfile.TarError):
        return True
    return False

assert not refuses([("a/b", 10), ("c", 0)])
assert refuses([("../escaped", 1)]) and not (root / "escaped").exists()
assert refuses([("big", 1001)], max_bytes=1000) and not (root / "unpacked" / "big").exists()
assert refuses([("x", 0)] * 4, max_entries=3)

settings = root / "settings"
settings.write_text("\\n# comment\\na = 1\\n\\nb=2=3\\n")
assert load_settings(settings) == {"a": "1", "b": "2=3"}
for bad in ["= 1", "no sign"]:
    settings.write_text(bad)
    try:
        load_settings(settings)
    except SettingsError:
        continue
    raise AssertionError(bad)

assert parse_cents("12") == 1200 and parse_cents("12.5") == 1250 and parse_cents("12.05") == 1205
for bad in ["", "-1.50", "12.345", "12.-5", "1e3", ".5", "12.", "\\u0661"]:
    try:
        parse_cents(bad)
    except ValueError:
        continue
    raise AssertionError(bad)
`
