import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Plumbline, startPlumbline } from '../e2e/testing/built-plumbline.ts'
import { LIBRARY_TOOLS } from '../src-mcp/tools/registry.ts'
import { DEFAULT_LIMITS } from '../src-mcp/transports/http/limits.ts'
import { SESSION_STATES } from '../src-shared/activity.ts'

const ROOT = join(import.meta.dirname, '..')
const TEXT = readFileSync(join(import.meta.dirname, 'protocol.md'), 'utf8')

/** An example and, in the block behind it, a part of what it prints. */
const EXAMPLES = Array.from(
  TEXT.matchAll(/^```(sh|js)\n([\s\S]*?)^```\n\n```json\n([\s\S]*?)^```$/gm),
  ([, language, code = '', answer = ''], at) => ({
    name: `example ${at + 1} (${language}), ${code
      .split('\n')
      .find((line) => /curl|plumbline|new |connect/.test(line))
      ?.trim()}`,
    language,
    code,
    answer: JSON.parse(answer),
  }),
)

const hasShell = spawnSync('sh', ['-c', 'curl --version']).status === 0

let plumbline: Plumbline
beforeAll(async () => {
  plumbline = await startPlumbline(readStarters())
})
afterAll(() => plumbline.stop())

/** The standards that a new library has. */
function readStarters(): Record<string, string> {
  const folder = join(ROOT, 'resources/starter-standards')
  const names = globSync('**/*.md', { cwd: folder })
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Runs an example here: its ports and its home are those of the test, and `npx` need not look the command up. */
function run(language: string | undefined, code: string): string {
  const { home, library, args: server } = plumbline.home
  const command = `command: process.execPath, args: ${JSON.stringify(server)}`
  const here = code
    .replaceAll(':9001', `:${plumbline.port}`)
    .replaceAll('9002', String(plumbline.tcpPort))
    .replaceAll('~/.plumbline/', `${home}/`)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the example
    .replaceAll('${homedir()}/.plumbline/', `${home}/`)
    .replaceAll('npx plumbline mcp', `"${process.execPath}" dist/mcp/server.mjs`)
    .replace("command: 'npx', args: ['plumbline', 'mcp']", command)
  const [file, args] =
    language === 'sh' ? ['sh', ['-c', here]] : [process.execPath, ['--input-type=module', '-e', here]]
  const { status, stdout, stderr } = spawnSync(String(file), args as string[], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, PLUMBLINE_HOME: home, PLUMBLINE_LIBRARY: library },
  })
  expect(status, stderr).toBe(0)
  return stdout
}

/** The JSON in an output, whether it came as it is or in a stream of events. */
function parse(output: string): unknown {
  return JSON.parse(/^data: (\{.*\})$/m.exec(output)?.[1] ?? output)
}

describe('docs/protocol.md', () => {
  it('has examples for every interface', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(10)
    expect(TEXT.match(/^```(sh|js)$/gm)).toHaveLength(EXAMPLES.length)
  })

  for (const { name, language, code, answer } of EXAMPLES) {
    it.skipIf(language === 'sh' && !hasShell)(name, () => {
      const printed = parse(run(language, code))
      if (Array.isArray(answer)) expect(printed).toMatchObject(answer)
      else expect(printed).toEqual(expectPart(answer))
    })
  }

  it('names every version, state and tool', () => {
    for (const name of [
      '2026-07-28',
      ...SUPPORTED_PROTOCOL_VERSIONS,
      ...SESSION_STATES,
      ...LIBRARY_TOOLS.map((tool) => tool.name),
    ]) {
      expect(TEXT).toContain(name)
    }
  })

  it('has a row for every code that the source names', () => {
    const rows = new Set(Array.from(TEXT.matchAll(/^\| (-32\d{3}) \|/gm), ([, code]) => code))
    for (const file of globSync('src-{mcp,main}/**/*.ts', { cwd: ROOT })) {
      if (/\.test\.ts$|testing/.test(file)) continue
      for (const [code] of readFileSync(join(ROOT, file), 'utf8').matchAll(/-32\d{3}/g)) {
        expect(rows, `${code} in ${file}`).toContain(code)
      }
    }
  })

  it('has every limit and its value', () => {
    for (const [name, value] of Object.entries(DEFAULT_LIMITS)) {
      expect(TEXT, name).toContain(`| \`${name}\` | ${describeLimit(name, value)} |`)
    }
  })
})

/** Matches what has these parts; an array in it may be longer than shown. */
function expectPart(part: unknown): unknown {
  if (Array.isArray(part)) return expect.objectContaining({ ...part.map(expectPart) })
  if (typeof part !== 'object' || part === null) return part
  return expect.objectContaining(
    Object.fromEntries(Object.entries(part).map(([key, value]) => [key, expectPart(value)])),
  )
}

const COUNTS = ['batch', 'connections', 'subscriptions', 'sessions']

function describeLimit(name: string, value: number | { burst: number; perSecond: number }): string {
  if (typeof value === 'object') {
    return `${value.burst.toLocaleString('en')}, then ${value.perSecond.toLocaleString('en')} a second`
  }
  if (name === 'body') return `${value / 1024 / 1024} MB`
  if (COUNTS.includes(name)) return String(value)
  return value < 60_000 ? `${value / 1000} s` : `${value / 60_000} min`
}
