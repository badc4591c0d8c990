import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lastProblem, parseLog, readClientLog } from './client-log.ts'

const AT = '2026-11-03T09:49:30.567Z'
const line = (level: string, text: string) => `${AT} [plumbline] [${level}] ${text} { metadata: undefined }`
const START = [
  line('info', 'Initializing server...'),
  line('info', 'Server started and connected successfully'),
]
const EARLY =
  'Server transport closed unexpectedly, this is likely due to the process exiting early. If you are developing this MCP server you can add output to stderr and it will appear in this log.'
const GONE =
  'Server disconnected. For troubleshooting guidance, please visit our [debugging documentation](https://modelcontextprotocol.io/docs/tools/debugging)'

const problemOf = (...lines: readonly string[]) => lastProblem(parseLog(lines.join('\n')))

describe('parseLog', () => {
  it('parses both line formats of Claude Desktop', () => {
    const text = [
      line('info', 'Initializing server...'),
      '2025-04-19T01:35:57.342Z [error] [plumbline] spawn /x ENOENT',
      '2026-11-03T09:49:31.000Z info [81] Serving /s over stdio (Plumbline 0.1.0)',
      '',
    ].join('\r\n')
    expect(parseLog(text)).toEqual([
      { at: Date.parse(AT), level: 'info', text: 'Initializing server...' },
      { at: Date.parse('2025-04-19T01:35:57.342Z'), level: 'error', text: 'spawn /x ENOENT' },
      {
        at: null,
        level: 'output',
        text: '2026-11-03T09:49:31.000Z info [81] Serving /s over stdio (Plumbline 0.1.0)',
      },
    ])
  })
})

describe('lastProblem', () => {
  it('is null without an error', () => {
    expect(problemOf()).toBeNull()
    expect(problemOf(...START, line('info', 'Message from client: {"method":"tools/call"}'))).toBeNull()
  })

  it.each([
    [
      'a missing program',
      [
        line('info', 'Initializing server...'),
        line('error', 'spawn /gone/node ENOENT {"context":"connection"}'),
        line('error', GONE),
      ],
      /did not find the program/,
      true,
    ],
    ['a program that may not be run', [line('error', 'spawn /x EACCES')], /did not let/, true],
    [
      'other output than MCP',
      [...START, line('error', 'Unexpected token \'H\', "Hello" is not valid JSON')],
      /something other than MCP/i,
      true,
    ],
    [
      'a start file that does not fit',
      [
        ...START,
        'The snapshot was built with a different version of V8',
        line('info', EARLY),
        line('error', GONE),
      ],
      /built with another version of Node/,
      true,
    ],
    [
      'a missing module',
      [...START, "Error: Cannot find module '/gone/server.mjs'", line('info', EARLY), line('error', GONE)],
      /missing at the path in the entry/,
      true,
    ],
    [
      'a database module that does not fit',
      [...START, 'Error: dlopen(better_sqlite3.node) ... code: ERR_DLOPEN_FAILED', line('error', GONE)],
      /does not fit this version of Node/,
      true,
    ],
    [
      'a timeout',
      [...START, line('error', 'MCP error -32001: Request timed out')],
      /did not answer in time/,
      true,
    ],
    [
      'an end without an error message',
      [...START, line('info', EARLY), line('error', GONE)],
      /ended while Claude Desktop was using it/,
      true,
    ],
    [
      'Claude Desktop closing',
      [
        ...START,
        line('info', 'Shutting down server...'),
        line('info', 'Client transport closed'),
        line('info', EARLY),
      ],
      /stopped while Claude Desktop closed/,
      false,
    ],
  ])('explains %s', (_name, lines, message, serious) => {
    const problem = problemOf(...START, line('info', 'fine'), ...lines)
    expect(problem).toMatchObject({ message: expect.stringMatching(message), serious, at: Date.parse(AT) })
    expect(problem?.remedy).not.toBe('')
  })

  it('ignores causes from before the last start of the server', () => {
    const problem = problemOf(
      line('error', 'spawn /gone/node ENOENT'),
      ...START,
      line('error', 'MCP error -32001: Request timed out'),
    )
    expect(problem?.message).toMatch(/did not answer in time/)
  })
})

describe('readClientLog', () => {
  it('reads the end of a long log', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-log-'))
    const file = join(folder, 'mcp-server-plumbline.log')
    expect(readClientLog(file)).toEqual({ file, exists: false, lines: [], problem: null })
    writeFileSync(file, `${Array.from({ length: 5_000 }, (_, i) => line('info', `line ${i}`)).join('\n')}\n`)
    const log = readClientLog(file)
    expect(log.lines).toHaveLength(200)
    expect(log.lines.at(-1)?.text).toBe('line 4999')
    rmSync(folder, { recursive: true })
  })
})
