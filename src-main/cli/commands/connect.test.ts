import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchOutput } from '../../../src-core/testing/watch-output.ts'

const SCRIPT = join(import.meta.dirname, '../../../scripts/plumbline.mjs')

let user: string
beforeEach(() => {
  user = mkdtempSync(join(tmpdir(), 'plumbline user-'))
})
afterEach(() => rmSync(user, { recursive: true, force: true, maxRetries: 5 }))

/** Runs `plumbline` as somebody whose folder is the temporary one. */
function plumbline(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: user, USERPROFILE: user }
    const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env })
    const { output, errors } = watchOutput(child)
    child.on('close', (code) => resolve({ code, out: output(), err: errors() }))
  })
}

function put(name: string, text: string): void {
  mkdirSync(join(user, name, '..'), { recursive: true })
  writeFileSync(join(user, name), text)
}
const read = (name: string) => readFileSync(join(user, name), 'utf8')

type Checks = readonly { readonly name: string; readonly message: string }[]
const messageOf = (checks: Checks, name: string) => checks.find((check) => check.name === name)?.message

describe('plumbline connect', () => {
  it('shows, asks, writes, tests, and disconnects', async () => {
    const before = '{\n  "mcpServers": {\n    "x": { "command": "y", "env": { "KEY": "sekrit" } }\n  }\n}\n'
    put('.cursor/mcp.json', before)

    const dry = await plumbline('connect', 'cursor', '--dry-run')
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out).toMatch(/\+ {5}"plumbline": \{/)
    expect(dry.out).not.toContain('sekrit')

    const unasked = await plumbline('connect', 'cursor')
    expect(unasked.code).toBe(1)
    expect(unasked.err).toContain('--yes')
    expect(read('.cursor/mcp.json')).toBe(before)

    const done = await plumbline('connect', '--yes')
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toMatch(/It answered in \d+ ms\. The entry is written and tested\./)
    const entry = JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline
    expect(entry).toMatchObject({ type: 'stdio', command: process.execPath })
    expect(entry.args.slice(-2)).toEqual(['--home', join(user, '.plumbline')])
    expect((await plumbline('connect', 'cursor')).out).toContain('The entry is there already.')

    const doctor = await plumbline('doctor', '--json')
    const { ok, checks } = JSON.parse(doctor.out)
    expect({
      ok,
      code: doctor.code,
      failed: checks.filter(({ state }: { state: string }) => state === 'fail'),
    }).toEqual({
      ok: true,
      code: 0,
      failed: [],
    })
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining([
        'Node',
        'Home',
        'Database',
        'Server',
        'Quick start',
        'Library',
        'Index',
        'Port',
        'Cursor',
      ]),
    )

    // Connected is who was seen, and nobody else.
    expect(messageOf(checks, 'Cursor')).toMatch(/^written, but not used yet\. It answered in/)
    const cursor = new Client({ name: 'cursor-vscode', version: '3.2.1' })
    const env = { HOME: user, USERPROFILE: user }
    await cursor.connect(
      new StdioClientTransport({ command: entry.command, args: entry.args, cwd: '/', env }),
    )
    await cursor.callTool({ name: 'list_standards', arguments: {} })
    const seen = JSON.parse((await plumbline('doctor', '--json')).out)
    expect(messageOf(seen.checks, 'Cursor')).toMatch(/^connected, \d calls? in this session/)
    await cursor.close()

    expect(await plumbline('disconnect', '--yes')).toMatchObject({ code: 0 })
    expect(read('.cursor/mcp.json')).toBe(before)
  })

  it('writes the library for which it was called, and keeps it', async () => {
    put('.cursor/mcp.json', '{}')
    put('shared/a.md', '# Shared\n')
    const entry = () => JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline
    expect(await plumbline('connect', 'cursor', '--yes', '--library', join(user, 'shared'))).toMatchObject({
      code: 0,
    })
    expect(entry().args.slice(-2)).toEqual(['--library', join(user, 'shared')])
    const { command, args } = entry()
    const client = new Client({ name: 'cursor-vscode', version: '3.2.1' })
    const env = { HOME: user, USERPROFILE: user }
    await client.connect(new StdioClientTransport({ command, args, cwd: '/', env }))
    const listed = await client.callTool({ name: 'list_standards', arguments: {} })
    expect(listed.structuredContent).toMatchObject({ standards: [{ id: 'a.md' }] })
    await client.close()
    // For a call without a library, the entry is right as it is.
    expect((await plumbline('connect', 'cursor', '--yes')).out).toContain('The entry is there already.')
    expect((await plumbline('doctor')).out).toMatch(/ok {4}Cursor: connected/)
    const other = await plumbline('connect', 'cursor', '--yes', '--library', user)
    expect(other).toMatchObject({ code: 0 })
    expect(entry().args.slice(-1)).toEqual([user])
    expect((await plumbline('disconnect', 'cursor', '--yes')).code).toBe(0)
    expect(JSON.parse(read('.cursor/mcp.json'))).toEqual({ mcpServers: {} })
  })

  it('reports unknown clients and missing ones', async () => {
    expect(await plumbline('connect', 'emacs')).toMatchObject({
      code: 2,
      err: expect.stringContaining('claude-desktop'),
    })
    expect(await plumbline('connect', 'zed', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Zed was not found/),
    })
    expect(await plumbline('connect')).toMatchObject({
      code: 1,
      out: 'No client was found on this computer.\n',
    })
  })
})

describe('plumbline doctor', () => {
  it('reports what is wrong and how to fix it, with exit code 1', async () => {
    put('.config/zed/settings.json', '{\n  "a": 1\n  "b": 2\n}')
    put('.plumbline/settings.json', '{ "library": 3 }')
    put(
      '.gemini/settings.json',
      JSON.stringify({
        mcpServers: { plumbline: { command: '/gone/node', args: ['/gone/server.mjs', '--home', '/h'] } },
      }),
    )
    const { code, out } = await plumbline('doctor')
    expect(code).toBe(1)
    expect(out).toMatch(/FAIL {2}Settings: .*settings\.json/)
    expect(out).toMatch(/FAIL {2}Zed: .*line 3, column 3: A comma is missing\.\n {6}Correct the file/)
    expect(out).toMatch(/FAIL {2}Gemini CLI: .*another Plumbline.*\n.*plumbline connect gemini/)
    expect(out).toMatch(/checks failed\./)
    expect(existsSync(join(user, '.gemini/settings.json'))).toBe(true)
  })

  it('forgets a lost entry', async () => {
    put('.cursor/mcp.json', '{}')
    expect((await plumbline('connect', 'cursor', '--yes')).code).toBe(0)
    put('.cursor/mcp.json', '{ "a": 2 }')
    expect((await plumbline('doctor')).code).toBe(1)
    expect((await plumbline('disconnect', 'cursor', '--yes')).code).toBe(0)
    expect((await plumbline('doctor')).out).toMatch(/ok {4}Cursor: not connected/)
  })
})
