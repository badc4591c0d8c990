import { describe, expect, it } from 'vitest'
import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import { clientById } from '../table/client-table.ts'
import type { ClientRecord } from '../write/history.ts'
import { clientState, type KnownClient, mayRepair } from './client-state.ts'
import type { FileInspection } from './inspect-client.ts'

const NOW = 10_000_000
const FILE = '/home/z/.cursor/mcp.json'
const EMPTY: ClientRecord = { files: [], since: 0, test: null, repairs: [], events: [] }
const WRITTEN: ClientRecord = {
  ...EMPTY,
  files: [
    { file: FILE, writtenAt: NOW - 5_000, hash: 'h', before: null, backup: null, command: '/n', args: [] },
  ],
  since: NOW - 5_000,
}
const test = (ok: boolean, at: number) => ({ ok, at, millis: 61, message: 'M.', remedy: '', stderr: [] })

const inspection = (kind: FileInspection['kind'], file = FILE): FileInspection => ({
  location: { file, signs: [] },
  kind,
  start: kind === 'absent' ? null : { command: '/n', args: [], env: {} },
  problem: null,
})
const session = (more: Partial<SessionRecord>): SessionRecord => ({
  id: 's',
  transport: 'stdio',
  client: 'cursor-vscode',
  clientVersion: null,
  protocolVersion: null,
  state: 'ready',
  states: [],
  openedAt: NOW - 60_000,
  endedAt: null,
  ended: null,
  pid: 1,
  calls: 96,
  lastCallAt: NOW - 24_000,
  ...more,
})
const assess = (known: Partial<KnownClient>) =>
  clientState({
    client: clientById('cursor'),
    inspections: [inspection('same')],
    record: WRITTEN,
    sessions: [],
    now: NOW,
    ...known,
  })

describe('clientState', () => {
  it('is live only when a session was active after the entry was written', () => {
    expect(assess({}).state).toBe('written')
    expect(assess({ record: { ...WRITTEN, test: test(true, NOW) } }).state).toBe('tested')
    const old = session({ endedAt: NOW - 50_000, lastCallAt: NOW - 51_000 })
    expect(assess({ sessions: [old] }).state).toBe('written')
    const since = session({ openedAt: NOW - 4_000, endedAt: NOW - 1_000, lastCallAt: NOW - 2_000 })
    expect(assess({ sessions: [since] })).toMatchObject({
      state: 'live',
      summary: '96 calls in the last session, 2 s ago.',
    })
    expect(assess({ sessions: [session({})] }).session?.open).toBe(true)
  })

  it('ignores the test of an older command, and reports a failed test', () => {
    expect(assess({ record: { ...WRITTEN, test: test(true, NOW - 9_000) } })).toMatchObject({
      state: 'written',
      test: null,
    })
    expect(assess({ record: { ...WRITTEN, test: test(false, NOW) } })).toMatchObject({
      state: 'written',
      attention: true,
      summary: expect.stringContaining('the test failed'),
    })
  })

  it('is live for a client without an entry that has an open HTTP session', () => {
    const known = { record: EMPTY, inspections: [inspection('absent')] }
    expect(assess({ ...known, sessions: [session({ transport: 'http' })] })).toMatchObject({
      state: 'live',
      summary: '96 calls over HTTP in this session, the last 24 s ago.',
    })
    expect(assess({ ...known, sessions: [session({ transport: 'http', endedAt: NOW })] }).state).toBe(
      'not-connected',
    )
  })

  it.each<readonly [string, Partial<KnownClient>, string, RegExp]>([
    ['no installation', { inspections: [], record: EMPTY }, 'not-found', /not found/],
    ['a lost entry', { inspections: [inspection('absent')] }, 'lost', /our entry is gone/],
    ['a disabled entry', { inspections: [inspection('disabled')] }, 'changed', /switched off in Cursor/],
    [
      'an entry that we wrote with an old command',
      { inspections: [inspection('ours')] },
      'changed',
      /has moved/,
    ],
    [
      'an entry that another Plumbline wrote',
      { inspections: [inspection('ours')], record: EMPTY },
      'changed',
      /another Plumbline/,
    ],
    [
      'an entry that another program put in place of ours',
      { inspections: [inspection('another')] },
      'changed',
      /replaced our entry/,
    ],
    [
      'an entry of another program',
      { inspections: [inspection('another')], record: EMPTY },
      'not-connected',
      /did not write/,
    ],
    [
      'a second file without an entry',
      { inspections: [inspection('same'), inspection('absent', '/b')] },
      'changed',
      /one more file, \/b/,
    ],
  ])('assesses %s', (_name, known, state, summary) => {
    expect(assess(known)).toMatchObject({ state, summary: expect.stringMatching(summary) })
  })

  it('stops repairing after three repairs within an hour', () => {
    const repairs = [NOW - 3, NOW - 2, NOW - 1]
    expect(mayRepair({ ...WRITTEN, repairs }, NOW)).toBe(false)
    expect(mayRepair({ ...WRITTEN, repairs: [NOW - 3_700_000, ...repairs.slice(1)] }, NOW)).toBe(true)
    expect(assess({ inspections: [inspection('absent')], record: { ...WRITTEN, repairs } }).summary).toMatch(
      /pauses automatic repairs/,
    )
  })
})
