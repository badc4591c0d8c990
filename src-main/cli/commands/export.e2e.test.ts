import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../../../src-core/testing/temp-library.ts'
import { startTempHost, type TempHost } from '../../testing/temp-host.ts'

/** The command as it is shipped. */
const BUILT_CLI = join(import.meta.dirname, '../../../dist/cli/plumbline.mjs')

let temp: TempHost
beforeAll(async () => {
  temp = await startTempHost({ 'go/errors.md': '# Go errors\n' })
  await temp.callTool('get_standard', { id: 'go/errors.md' })
  await temp.callTool('search_standards', { query: 'zebra, "stripes"' })
  await eventually(() => temp.core.activity.count({}) === 2)
})
afterAll(() => temp.close())

async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [BUILT_CLI, 'export', '--home', temp.library.home, ...args])
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, err, code }
}

it('writes the activity as JSON and as CSV', async () => {
  const json = await run()
  expect(json).toMatchObject({ code: 0, err: '' })
  const rows = JSON.parse(json.out)
  expect(rows.map((row: { tool: string }) => row.tool)).toEqual(['get_standard', 'search_standards'])
  expect(rows[0].response).toContain('Go errors')
  const csv = await run('--format', 'csv')
  expect(csv.out.trim().split(/\r?\n/)).toHaveLength(3)
  expect(csv.out).not.toContain('# Go errors')
})

it('writes the filtered part only', async () => {
  const tools = async (...args: readonly string[]) =>
    JSON.parse((await run(...args)).out).map(({ tool }: { tool: string }) => tool)
  expect(await tools('--status', 'empty', '--status', 'cancelled')).toEqual(['search_standards'])
  expect(await tools('--tool', 'get_standard')).toEqual(['get_standard'])
  expect(await tools('--text', 'zebra')).toEqual(['search_standards'])
  expect(await tools('--client', 'nobody')).toEqual([])
  expect(await tools('--from', '2020-01-01', '--to', '2020-12-31T23:59')).toEqual([])
  expect(await tools('--from', '2020-01-01')).toHaveLength(2)
})

it('writes a file that only the user can read', async () => {
  const file = join(temp.library.folder, 'log.csv')
  expect(await run('--out', file)).toEqual({ code: 0, out: '', err: '' })
  expect(readFileSync(file, 'utf8').trim().split(/\r?\n/)).toHaveLength(3)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

it.each([
  [['--format', 'xml'], /--format xml is not known/],
  [['--status', 'fine'], /--status fine is not known/],
  [['--from', 'yesterday'], /--from yesterday is not a date/],
])('says what it does not understand: %j', async (args, message) => {
  const { code, err, out } = await run(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(message)
})

it('reports a file that cannot be written', async () => {
  const { code, err } = await run('--out', join(temp.library.folder, 'no/such/file.json'))
  expect(code).toBe(1)
  expect(err).toMatch(/could not be written to/)
})

// Last, because it adds a request.
it('escapes control characters, on the terminal and in a file', async () => {
  await temp.callTool('search_standards', { query: '\u001b]52;c;ZXZpbA==\u0007 \u009b31m \u202e' })
  await eventually(() => temp.core.activity.count({ text: 'ZXZpbA' }) === 1)
  const hostile = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/
  const file = join(temp.library.folder, 'hostile.csv')
  const json = await run('--text', 'ZXZpbA')
  const csv = await run('--text', 'ZXZpbA', '--format', 'csv')
  await run('--text', 'ZXZpbA', '--out', file)
  expect(csv.out).toContain('\\u001b]52')
  for (const text of [json.out, csv.out, readFileSync(file, 'utf8')]) expect(text).not.toMatch(hostile)
  expect(JSON.parse(json.out)).toHaveLength(1)
})
