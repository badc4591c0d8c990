import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppState, Area, EndpointState } from '../../src-shared/contract/contract.ts'
import { type GapAnswers, openGaps } from '../activity/activity.ts'
import { createGapAnswers } from '../activity/open-activity.ts'
import type { HostPort } from '../base/host-port.ts'
import type { Clients } from '../clients/clients.ts'
import { createClients } from '../clients/clients.ts'
import { aRequest } from '../testing/temp-activity.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../testing/temp-library.ts'
import type { HostCore } from './create-host-core.ts'
import { createStateFeed, type StateFeed } from './state-feed.ts'

const ORIGIN = 'http://127.0.0.1:9001'

let temp: TempLibrary
let core: HostCore
let connections: Clients
let answers: GapAnswers
/** What asking a gap's question again finds. */
let found: string | null
let endpoint: EndpointState
let endpointListeners: Set<() => void>
let feed: StateFeed
let states: AppState[]

beforeEach(() => {
  temp = makeTempLibrary({ 'go/errors.md': '# Go errors\n' })
  found = null
  endpoint = { state: 'on', origin: ORIGIN, port: 9001, webSocket: true, tcpPort: null, message: null }
  endpointListeners = new Set()
  states = []
})
afterEach(async () => {
  feed.close()
  answers.close()
  vi.useRealTimers()
  await connections.close()
  await temp.close()
})

const host: HostPort = {
  name: 'headless',
  version: '1',
  endpoint: {
    state: () => endpoint,
    onChange(listener) {
      endpointListeners.add(listener)
      return () => endpointListeners.delete(listener)
    },
    token: () => ({ token: '', file: '' }),
    newToken: () => ({ token: '', file: '' }),
    setPaused() {},
  },
}

/** Opens what the feed stands on besides the engine, and the feed. */
function open(): void {
  const user = join(temp.folder, 'user')
  mkdirSync(user)
  connections = createClients({
    home: core.home.dir,
    startCommands: [{ command: process.execPath, args: ['server.mjs'] }],
    sessions: (limit) => core.activity.sessions(limit),
    repairs: { get: () => [], set: () => {} },
    log: () => {},
    machine: () => ({ platform: 'linux', home: user, env: {}, storePackages: [] }),
    pollMs: 50,
  })
  answers = createGapAnswers({
    library: core.library,
    gaps: () => openGaps(core.activity),
    replay: async () => found,
    onChange: (listener) => core.onIndexChange(listener),
  })
  feed = createFeed()
}

function createFeed(of = core): StateFeed {
  return createStateFeed(
    { core: of, activity: of.activity, cache: of.cache, host, clients: connections },
    answers,
  )
}

async function openFresh(): Promise<void> {
  core = temp.openCore()
  await core.whenFresh()
  await eventually(() => core.library.status().progress.state === 'watching')
  open()
}

/** An index that nobody writes any more, so that nothing changes but by the test. */
async function openStill(): Promise<void> {
  const indexing = temp.openCore()
  await indexing.whenFresh()
  await indexing.close()
  core = temp.openCore({ indexes: false })
  open()
}

const follow = () => feed.subscribe((state) => states.push(state))
const newest = () => states.at(-1)!

describe('who follows the state', () => {
  it('gets it as it is, before anything changes', async () => {
    await openStill()
    follow()
    expect(states).toHaveLength(1)
    expect(newest()).toMatchObject({
      host: {
        name: 'headless',
        version: '1',
        home: temp.home,
        can: { pickFolder: false, reveal: false, openFile: false, openAtLogin: false, quit: false },
        opensAtLogin: null,
      },
      library: { library: temp.root, standards: 1, problems: 0 },
      remaining: null,
      endpoint,
      counts: { gaps: 0, perMinute: 0, cacheEntries: 0, errors: 0, sessions: 0, attention: 0 },
      activity: { state: 'ok' },
      settingsProblem: null,
    })
    const late: AppState[] = []
    feed.subscribe((state) => late.push(state))
    expect(late.map(({ versions }) => versions)).toEqual([newest().versions])
  })

  it('is told of changes of the index, the settings, the endpoint and what the host names', async () => {
    await openFresh()
    follow()
    const { versions } = newest()
    temp.write('go/testing.md', '# Go testing\n')
    await eventually(() => newest().library.standards === 2)
    expect(newest().versions.library).toBeGreaterThan(versions.library)

    core.settings.change({ window: { theme: 'dark' } })
    await eventually(() => newest().settings.window.theme === 'dark')
    expect(newest().versions.settings).toBe(versions.settings + 1)

    endpoint = { ...endpoint, state: 'paused' }
    for (const listener of endpointListeners) listener()
    await eventually(() => newest().endpoint.state === 'paused')

    const before = newest().versions
    feed.markChanged('cache', 'sessions')
    await eventually(() => newest().versions.cache > before.cache)
    expect(newest().versions.sessions).toBe(before.sessions + 1)
  })

  it('is told of requests, gaps, failures and sessions, each in its own area', async () => {
    await openFresh()
    follow()
    const areas = ['cache', 'errors', 'gaps', 'requests'] as const
    const since = ({ versions }: AppState) => areas.filter((area) => newest().versions[area] > versions[area])

    const changed = (area: Area, { versions }: AppState) =>
      eventually(() => newest().versions[area] > versions[area])

    // The first look at a log finds everything new.
    core.activity.record(aRequest())
    await changed('requests', newest())
    expect(newest().counts.perMinute).toBe(1)

    let before = newest()
    core.activity.record(aRequest({ cache: 'bypass' }))
    await changed('requests', before)
    expect(since(before)).toEqual(['requests'])

    before = newest()
    core.activity.record(aRequest({ cache: 'miss' }))
    await changed('requests', before)
    expect(since(before)).toEqual(['cache', 'requests'])

    before = newest()
    core.activity.report({
      source: 'system',
      code: 'port-unusable',
      title: 'A port cannot be had',
      where: 'endpoint',
      line: null,
      cause: 'Port 80 is in use.',
      remedy: 'Choose another port.',
      stack: null,
      client: null,
    })
    await eventually(() => newest().counts.errors === 1)
    expect(since(before)).toEqual(['errors'])

    before = newest()
    core.activity.recordSession({
      id: 'session-1',
      transport: 'stdio',
      client: 'claude-code',
      clientVersion: null,
      protocolVersion: null,
      state: 'ready',
      states: [{ state: 'ready', at: Date.now() }],
      openedAt: Date.now(),
      calls: 0,
    })
    await eventually(() => newest().counts.sessions === 1)
    expect(newest().versions.sessions).toBeGreaterThan(before.versions.sessions)
    expect(since(before)).toEqual([])

    before = newest()
    core.activity.record(aRequest({ status: 'empty', cache: 'bypass', params: { query: 'zebra' } }))
    await eventually(() => newest().counts.gaps === 1)
    expect(since(before)).toEqual(['gaps', 'requests'])

    before = newest()
    await core.activity.clear()
    await changed('requests', before)
    expect(newest().counts.perMinute).toBe(0)
    expect(since(before)).toEqual(['errors', 'gaps', 'requests'])
  })

  it('is told when a gap is answered by what was written meanwhile', async () => {
    await openFresh()
    follow()
    core.activity.record(aRequest({ status: 'empty' }))
    await eventually(() => newest().counts.gaps === 1)
    const before = newest().versions.gaps
    found = 'go/retry.md'
    temp.write('go/retry.md', '# Retry with backoff\n')
    await eventually(() => newest().counts.gaps === 0)
    expect(newest().versions.gaps).toBeGreaterThan(before)
  })

  it('is told when the configuration of a client needs attention', async () => {
    await openFresh()
    const config = join(temp.folder, 'user/.cursor/mcp.json')
    mkdirSync(join(config, '..'))
    writeFileSync(config, '{}')
    follow()
    expect(newest().counts.attention).toBe(0)
    const before = newest().versions.connections
    writeFileSync(config, '{ "mcpServers": ')
    await eventually(() => newest().counts.attention === 1)
    expect(newest().versions.connections).toBeGreaterThan(before)
  })
})

describe('the pace', () => {
  const useFakeTimers = () =>
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() })

  it('is ten states a second at most: changes within a tenth of a second come together', async () => {
    await openStill()
    useFakeTimers()
    const quick = createFeed()
    quick.subscribe((state) => states.push(state))
    for (let change = 0; change < 50; change++) quick.markChanged('cache')
    expect(states).toHaveLength(1)
    vi.advanceTimersByTime(0)
    expect(states).toHaveLength(2)
    expect(newest().versions.cache).toBe(states[0]!.versions.cache + 50)
    for (let change = 0; change < 50; change++) quick.markChanged('cache')
    vi.advanceTimersByTime(99)
    expect(states).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(states).toHaveLength(3)
    expect(newest().versions.cache).toBe(states[0]!.versions.cache + 100)
    quick.close()
  })

  it('brings nothing while nothing is different, and nothing to those who left', async () => {
    await openStill()
    useFakeTimers()
    const quiet = createFeed()
    const stop = quiet.subscribe((state) => states.push(state))
    quiet.markChanged()
    vi.advanceTimersByTime(10_000)
    expect(states).toHaveLength(1)
    stop()
    quiet.markChanged('settings')
    vi.advanceTimersByTime(10_000)
    expect(states).toHaveLength(1)
    // The change is counted all the same.
    quiet.subscribe((state) => states.push(state))
    expect(newest().versions.settings).toBe(states[0]!.versions.settings + 1)
    quiet.close()
    quiet.markChanged('settings')
    vi.advanceTimersByTime(10_000)
    expect(states).toHaveLength(2)
  })

  it('finds what changes without a word every two seconds, and every quarter while the library is not read', async () => {
    await openStill()
    useFakeTimers()
    const settled = createFeed()
    settled.subscribe((state) => states.push(state))
    endpoint = { ...endpoint, message: 'TCP is not open.' }
    vi.advanceTimersByTime(1_999)
    expect(states).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(newest().endpoint.message).toBe('TCP is not open.')
    settled.close()

    const unread = temp.openCore({ home: join(temp.folder, 'new-home'), indexes: false })
    states = []
    const starting = createFeed(unread)
    starting.subscribe((state) => states.push(state))
    expect(newest().library.progress.state).toBe('starting')
    endpoint = { ...endpoint, message: null }
    vi.advanceTimersByTime(250)
    expect(newest().endpoint.message).toBeNull()
    starting.close()
  })
})

describe('what cannot be read', () => {
  it('is told as such: a library that no process has read yet', () => {
    core = temp.openCore({ indexes: false })
    open()
    follow()
    expect(newest().library).toMatchObject({
      library: temp.root,
      standards: 0,
      progress: { state: 'starting' },
    })
  })

  it('is told as such: an index that another process fills with another library', async () => {
    await temp.openCore().whenFresh()
    const other = join(temp.folder, 'other')
    mkdirSync(other)
    core = temp.openCore({ library: other, indexes: false })
    open()
    follow()
    expect(newest().library).toMatchObject({
      library: other,
      standards: 0,
      progress: { state: 'failed', message: expect.stringContaining(temp.root) },
    })
  })

  it('is told as such: a log that cannot be opened; what it would count is 0', () => {
    mkdirSync(join(temp.home, 'activity.db'), { recursive: true })
    core = temp.openCore({ indexes: false })
    open()
    follow()
    expect(newest()).toMatchObject({
      counts: { gaps: 0, perMinute: 0, errors: 0, sessions: 0 },
      activity: { state: 'unavailable' },
    })
  })

  it('is told as such: a settings file that is broken, while the settings from before go on', async () => {
    await openFresh()
    follow()
    core.settings.change({ window: { theme: 'dark' } })
    writeFileSync(core.home.settings, '{ "window": ')
    await eventually(() => newest().settingsProblem?.includes('is not JSON'))
    expect(newest().settings.window.theme).toBe('dark')
  })
})
