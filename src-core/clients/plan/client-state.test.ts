import { describe, expect, it } from 'vitest'
import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import { clientById } from '../table/client-table.ts'
import type { ClientRecord } from '../write/history.ts'
import { ago, clientState, type KnownClient, mayRepair } from './client-state.ts'
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

const look = (kind: FileInspection['kind'], file = FILE): FileInspection => ({
  place: { file, signs: [] },
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
const judge = (known: Partial<KnownClient>) =>
  clientState({
    client: clientById('cursor'),
    looks: [look('same')],
    record: WRITTEN,
    sessions: [],
    now: NOW,
    ...known,
  })

describe('judgeConnection', () => {
  it('does not say live before a session was seen since the entry was written', () => {
    expect(judge({}).state).toBe('written')
    expect(judge({ record: { ...WRITTEN, test: test(true, NOW) } }).state).toBe('tested')
    const old = session({ endedAt: NOW - 50_000, lastCallAt: NOW - 51_000 })
    expect(judge({ sessions: [old] }).state).toBe('written')
    const since = session({ openedAt: NOW - 4_000, endedAt: NOW - 1_000, lastCallAt: NOW - 2_000 })
    expect(judge({ sessions: [since] })).toMatchObject({
      state: 'live',
      summary: '96 calls in the last session, 2 s ago.',
    })
    expect(judge({ sessions: [session({})] }).session?.open).toBe(true)
  })

  it('does not show a test of an older command, and tells of one that failed', () => {
    expect(judge({ record: { ...WRITTEN, test: test(true, NOW - 9_000) } })).toMatchObject({
      state: 'written',
      test: null,
    })
    expect(judge({ record: { ...WRITTEN, test: test(false, NOW) } })).toMatchObject({
      state: 'written',
      attention: true,
      summary: expect.stringContaining('the test failed'),
    })
  })

  it('knows a client that needs no entry because it speaks HTTP', () => {
    const known = { record: EMPTY, looks: [look('absent')] }
    expect(judge({ ...known, sessions: [session({ transport: 'http' })] })).toMatchObject({
      state: 'live',
      summary: '96 calls over HTTP in this session, the last 24 s ago.',
    })
    expect(judge({ ...known, sessions: [session({ transport: 'http', endedAt: NOW })] }).state).toBe(
      'not-connected',
    )
  })

  it.each<readonly [string, Partial<KnownClient>, string, RegExp]>([
    ['no installation', { looks: [], record: EMPTY }, 'not-found', /not found/],
    ['an entry that went', { looks: [look('absent')] }, 'lost', /our entry is gone/],
    ['one switched off', { looks: [look('disabled')] }, 'changed', /switched off in Cursor/],
    ['one that we wrote and that no longer fits', { looks: [look('ours')] }, 'changed', /has moved/],
    [
      'one of ours that we did not write',
      { looks: [look('ours')], record: EMPTY },
      'changed',
      /another Plumbline/,
    ],
    ['one that another program put in its place', { looks: [look('another')] }, 'changed', /taken the name/],
    ['one of another program', { looks: [look('another')], record: EMPTY }, 'not-connected', /did not write/],
    [
      'a second file without it',
      { looks: [look('same'), look('absent', '/b')] },
      'changed',
      /one more file, \/b/,
    ],
  ])('judges %s', (_name, known, state, summary) => {
    expect(judge(known)).toMatchObject({ state, summary: expect.stringMatching(summary) })
  })

  it('stops repairing after three times in an hour', () => {
    const repairs = [NOW - 3, NOW - 2, NOW - 1]
    expect(mayRepair({ ...WRITTEN, repairs }, NOW)).toBe(false)
    expect(mayRepair({ ...WRITTEN, repairs: [NOW - 3_700_000, ...repairs.slice(1)] }, NOW)).toBe(true)
    expect(judge({ looks: [look('absent')], record: { ...WRITTEN, repairs } }).summary).toMatch(
      /leaves it be/,
    )
  })

  it('tells ages in round figures', () => {
    expect([0, 59_000, 61_000, 3_540_000, 7_200_000, 200_000_000].map(ago)).toEqual([
      '0 s ago',
      '59 s ago',
      '1 min ago',
      '59 min ago',
      '2 h ago',
      '2 days ago',
    ])
  })
})
