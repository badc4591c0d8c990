import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { parse as parseToml } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { runs } from '../../testing/long.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import { CLIENTS, clientById } from '../table/client-table.ts'
import { jsonConfigs, tomlConfigs } from '../testing/generated-configs.ts'
import { type Plan, planConnect, planDisconnect } from './plan-connect.ts'

const START = {
  command: '/Applications/Plumbline für Müller.app/Contents/Resources/node',
  args: ['--flag', '/Applications/P/mcp/server.mjs', '--home', 'C:\\Users\\Zoë B\\.plumbline'],
}
const WANTED = { start: START }
const RUNS = runs(1500)

const bytesOf = (text: string, bom = false) => new TextEncoder().encode(`${bom ? '\uFEFF' : ''}${text}`)
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

function written(plan: Plan): Extract<Plan, { kind: 'write' }> {
  if (plan.kind !== 'write') throw new Error(`Expected to write: ${JSON.stringify(plan)}`)
  return plan
}

function connect(text: string, id = 'claude-desktop', bom = false): string {
  return textOf(written(planConnect(bytesOf(text, bom), clientById(id), WANTED)).bytes)
}

function disconnect(text: string, id = 'claude-desktop'): string {
  return textOf(written(planDisconnect(bytesOf(text), clientById(id), WANTED)).bytes)
}

/** Reads a configuration with an independent parser: the JavaScript engine, which accepts comments and trailing commas. */
function read(client: ClientProfile, bytes: Uint8Array): Record<string, unknown> {
  const text = textOf(bytes).replace(/^\uFEFF/, '')
  if (text.trim() === '') return {}
  if (client.format === 'toml') return parseToml(text, { integersAsBigInt: 'asNeeded' })
  if (client.format === 'json') return JSON.parse(text) ?? {}
  return JSON.parse(JSON.stringify(runInNewContext(`(${text}\n)`))) ?? {}
}

function entryIn(
  client: ClientProfile,
  config: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const servers = config[client.servers[0] ?? ''] as
    | Record<string, Record<string, unknown>>
    | null
    | undefined
  return servers?.plumbline
}

/** Everything except our entry. A servers object that was created for the entry counts as absent. */
function others(client: ClientProfile, config: Record<string, unknown>): unknown {
  const key = client.servers[0] ?? ''
  const { plumbline: _, ...rest } = (config[key] ?? {}) as Record<string, unknown>
  const { [key]: _servers, ...outer } = config
  return Object.keys(rest).length > 0 ? { ...outer, [key]: rest } : outer
}

/** True when `after` is `before` with insertions only. */
function onlyAdds(before: string, after: string): boolean {
  let at = 0
  for (let i = 0; i < after.length && at < before.length; i++) if (after[i] === before[at]) at++
  return at === before.length
}

function check(client: ClientProfile, text: string, bom: boolean): void {
  const bytes = bytesOf(text, bom)
  const copy = bytes.slice()
  const plan = planConnect(bytes, client, WANTED)
  expect(bytes).toEqual(copy)
  const before = read(client, bytes)
  if (plan.kind === 'broken') throw new Error(`${plan.message} ${plan.line}:${plan.column}`)
  const now = plan.kind === 'same' ? bytes : plan.bytes
  const after = read(client, now)
  expect(others(client, after)).toEqual(others(client, before))
  expect(entryIn(client, after)).toMatchObject({ command: START.command, args: START.args })
  expect(textOf(now).startsWith('\uFEFF')).toBe(bom)
  expect(planConnect(now, client, WANTED)).toEqual({ kind: 'same' })
  if (plan.kind === 'same') return
  const shown = plan.difference.map((line) => line.text).join('\n')
  expect(shown).not.toMatch(/secret-of-mine|in a comment/)
  if (plan.replaces === 'nothing' && text.trim() !== 'null' && !/"(?:mcpS|s)ervers"\s*:\s*null/.test(text))
    expect(onlyAdds(text, textOf(now))).toBe(true)

  const back = planDisconnect(now, client, WANTED)
  if (back.kind === 'broken') throw new Error(back.message)
  const gone = back.kind === 'same' ? now : back.bytes
  const left = read(client, gone)
  expect(entryIn(client, left)).toBeUndefined()
  expect(others(client, left)).toEqual(others(client, before))
  if (plan.replaces === 'nothing') expect(onlyAdds(textOf(gone), textOf(now))).toBe(true)
}

describe('planConnect', () => {
  it('changes only our entry in generated JSON', () => {
    const client = clientById('claude-desktop')
    const entry = client.entry(START)
    fc.assert(
      fc.property(jsonConfigs(false, 'mcpServers', entry), ({ text, bom }) => check(client, text, bom)),
      { numRuns: RUNS },
    )
  })

  it('changes only our entry in generated JSON with comments and trailing commas', () => {
    const client = clientById('vscode')
    fc.assert(
      fc.property(jsonConfigs(true, 'servers', client.entry(START)), ({ text, bom }) =>
        check(client, text, bom),
      ),
      { numRuns: RUNS },
    )
  })

  it('changes only our entry in generated TOML', () => {
    const client = clientById('codex')
    fc.assert(
      fc.property(tomlConfigs(), ({ text, bom }) => check(client, text, bom)),
      { numRuns: RUNS },
    )
  })

  it('never plans to write a text that does not parse', () => {
    const json = jsonConfigs(true, 'servers', { command: 'x', args: [] })
    const cut = fc
      .tuple(json, fc.nat(), fc.constantFrom('', '}', ',', '"', '{', '\\', 'x', '=', '['))
      .map(([{ text }, at, put]) => {
        const position = text.length === 0 ? 0 : at % text.length
        return text.slice(0, position) + put + text.slice(position + 1)
      })
    const client = clientById('vscode')
    let broken = 0
    fc.assert(
      fc.property(cut, (text) => {
        const plan = planConnect(bytesOf(text), client, WANTED)
        let reads = true
        try {
          read(client, bytesOf(text))
        } catch {
          reads = false
        }
        if (!reads) {
          broken++
          expect(plan.kind).toBe('broken')
        }
      }),
      { numRuns: RUNS },
    )
    expect(broken).toBeGreaterThan(RUNS / 10)
  })

  it.each(CLIENTS.map((client) => [client.id, client] as const))(
    'creates a new file for %s',
    (_id, client) => {
      for (const bytes of [null, bytesOf('')]) {
        const plan = written(planConnect(bytes, client, WANTED))
        expect(plan.replaces).toBe('nothing')
        const config = read(client, plan.bytes)
        expect(Object.keys(config)).toEqual([client.servers[0]])
        expect(entryIn(client, config)).toEqual(client.entry(START))
        expect(textOf(plan.bytes)).toMatch(/\n$/)
      }
    },
  )

  it('follows the existing layout', () => {
    expect(connect('{\n\t"preferences": {}, // mine\n}\n', 'zed')).toBe(
      `{\n\t"preferences": {}, // mine\n\t"context_servers": {\n\t\t"plumbline": {\n\t\t\t"command": ${JSON.stringify(START.command)},\n\t\t\t"args": [\n${START.args.map((arg) => `\t\t\t\t${JSON.stringify(arg)}`).join(',\n')}\n\t\t\t],\n\t\t\t"env": {}\n\t\t}\n\t},\n}\n`,
    )
    const flat = connect('{"a":1,"mcpServers":{"x":{"command":"y"}}}')
    expect(flat).toBe(`{"a":1,"mcpServers":{"x":{"command":"y"},"plumbline":${JSON.stringify(START)}}}`)
    expect(connect('{\r\n  "mcpServers": {}\r\n}')).toMatch(
      /\{\r\n {2}"mcpServers": \{\r\n {4}"plumbline": \{\r\n/,
    )
    expect(connect('{\r\n  "a": 1\r\n}')).not.toMatch(/[^\r]\n/)
  })

  it('removes its entry and restores the exact bytes', () => {
    for (const text of [
      '{\n  "mcpServers": {\n    "a": { "command": "x" }\n  }\n}\n',
      '{"mcpServers":{"a":{"command":"x"}}}',
      '{ "mcpServers": { "a": {} } }',
      '{\n\t"mcpServers": {\n\t\t"a": {}\n\t},\n\t"z": 1\n}',
      '{\r\n  "mcpServers": {\r\n    "a": {} }\r\n}',
    ])
      expect(disconnect(connect(text))).toBe(text)
    for (const text of ['', 'model = "x"\n', '[a]\nb = 1\n\n[[c]]\n', '[mcp_servers.x]\r\ncommand = "y"\r\n'])
      expect(disconnect(connect(text, 'codex'), 'codex')).toBe(text)
  })

  it('keeps the user’s additions to our entry, and enables it again', () => {
    const file = {
      mcpServers: {
        plumbline: {
          command: '/old/node',
          args: ['/old/server.blob', '--home', '/h'],
          env: { A: 'b' },
          alwaysAllow: ['search_standards'],
          disabled: true,
        },
      },
    }
    const plan = written(planConnect(bytesOf(JSON.stringify(file, null, 2)), clientById('windsurf'), WANTED))
    expect(plan.replaces).toBe('ours')
    expect(read(clientById('windsurf'), plan.bytes)).toEqual({
      mcpServers: { plumbline: { ...file.mcpServers.plumbline, ...START, disabled: false } },
    })
  })

  it('reports an entry of another program with our name, without showing its secrets', () => {
    const file = {
      mcpServers: { plumbline: { command: 'uvx', args: ['--token', 'hunter2'], env: { K: 'hunter3' } } },
    }
    const plan = written(planConnect(bytesOf(JSON.stringify(file, null, 2)), clientById('cursor'), WANTED))
    expect(plan.replaces).toBe('another')
    expect(plan.notes.join()).toMatch(/did not write/)
    const shown = plan.difference.map(({ kind, text }) => `${kind} ${text}`).join('\n')
    expect(shown).toContain('removed       "command": "uvx"')
    expect(shown).not.toMatch(/hunter/)
    expect(planDisconnect(bytesOf(JSON.stringify(file)), clientById('cursor'), WANTED)).toEqual({
      kind: 'same',
    })
  })

  it('accepts an equally good command', () => {
    const other = { command: '/n', args: ['server.mjs', '--home', '/h'] }
    const file = bytesOf(JSON.stringify({ mcpServers: { plumbline: other } }))
    const client = clientById('claude-desktop')
    expect(planConnect(file, client, { start: START, accepted: [other] })).toEqual({ kind: 'same' })
    expect(planConnect(file, client, WANTED).kind).toBe('write')
  })

  it('reports line and column of a syntax error', () => {
    const position = (text: string | Uint8Array, id = 'claude-desktop') => {
      const plan = planConnect(typeof text === 'string' ? bytesOf(text) : text, clientById(id), WANTED)
      return plan.kind === 'broken' ? [plan.line, plan.column, plan.message] : plan.kind
    }
    expect(position('{\n  "a": 1,\n}')).toEqual([3, 1, expect.stringMatching(/comma too many/)])
    expect(position('{\n  "a": 1\n  "b": 2\n}')).toEqual([3, 3, 'A comma is missing.'])
    expect(position('{ // note\n}')).toEqual([1, 3, expect.stringMatching(/comment/)])
    expect(position('{"a": "C:\\Users"}')).toEqual([1, 7, expect.stringMatching(/backslash/)])
    expect(position('{"a": 1')).toEqual([1, expect.any(Number), expect.stringMatching(/brace/)])
    expect(position('{"mcpServers": []}')).toEqual([
      1,
      16,
      expect.stringMatching(/"mcpServers" holds a list/),
    ])
    expect(position('[]')).toEqual([1, 1, expect.stringMatching(/The file holds a list/)])
    expect(position(Uint8Array.of(0xff, 0xfe, 0x7b, 0))).toEqual([1, 1, expect.stringMatching(/UTF-16/)])
    expect(position(Uint8Array.of(0x7b, 0x0a, 0x20, 0xe9, 0x7d))).toEqual([
      2,
      2,
      expect.stringMatching(/UTF-8/),
    ])
    expect(position('[a\nb = 1', 'codex')).toEqual([1, expect.any(Number), expect.any(String)])
    expect(position('mcp_servers = 3\n', 'codex')).toEqual([1, 1, expect.stringMatching(/not a table/)])
    expect(position('['.repeat(100_000))).toEqual([1, 1, expect.any(String)])
    expect(position('{\n  "a": 1,\n}', 'zed')).toBe('write')
  })
})
