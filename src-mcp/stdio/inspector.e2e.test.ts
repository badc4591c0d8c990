import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTempHome, type TempHome } from '../testing/built-server.ts'
import { SAMPLE } from '../testing/indexed-library.ts'

// As the Inspector sees the server. It has `--strict`, which checks the schemas, for `tools/list` alone.

const INSPECTOR = join(import.meta.dirname, '../../node_modules/.bin/mcp-inspector')

let home: TempHome
beforeAll(() => {
  home = makeTempHome(SAMPLE)
})
afterAll(() => home.remove())

function inspect(...options: string[]) {
  const [server = '', ...args] = home.args
  const { status, stdout, stderr } = spawnSync(
    INSPECTOR,
    ['--cli', process.execPath, server, ...args, ...options],
    { encoding: 'utf8', env: { ...process.env, HOME: home.home } },
  )
  return { status, stdout, stderr }
}

type Case = readonly [method: string, options: readonly string[], key: string, count: number]

const CASES: readonly Case[] = [
  ['tools/list', ['--strict'], 'tools', 6],
  ['resources/list', [], 'resources', 4],
  ['resources/templates/list', [], 'resourceTemplates', 1],
  ['prompts/list', [], 'prompts', 3],
  ['prompts/get', ['--prompt-name', 'apply-standards', '--prompt-args', 'language=python'], 'messages', 5],
  ['resources/read', ['--uri', 'standard:///review.md'], 'contents', 1],
]
// Each case starts two processes. The official client reads all lists of the legacy generation in library.e2e.test.ts.
const LEGACY_CASES = CASES.filter(([method]) => method === 'tools/list' || method === 'resources/read')

describe.each([
  ['legacy', [], LEGACY_CASES],
  ['modern', ['--protocol-era', 'modern'], CASES],
] as const)('mcp-inspector, %s generation', (_, generationOptions, cases) => {
  it.each(cases)('%s is clean', (method, options, key, count) => {
    const { status, stdout, stderr } = inspect('--method', method, ...options, ...generationOptions)
    expect({ status, stderr: stderr.replace(/^.*(Serving|The client has left).*\n/gm, '') }).toEqual({
      status: 0,
      stderr: '',
    })
    expect(JSON.parse(stdout)[key]).toHaveLength(count)
  })
})
