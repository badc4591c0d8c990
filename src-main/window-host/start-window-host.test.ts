import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { type AppState, METHODS, type MethodName } from '../../src-shared/contract/contract.ts'
import { startTempHost, type TempHost } from '../testing/temp-host.ts'
import type { WindowClient } from '../testing/window-client.ts'

let temp: TempHost
let window: WindowClient
beforeEach(async () => {
  temp = await startTempHost({
    'go/errors.md': '# Go errors\n\n## Wrapping\n\nWrap errors with context.\n',
    'python/testing.md': '# Python testing\n\nKeep fixtures small.\n',
    'broken.md': '---\nglobs: **/*\n---\n# Broken\n',
  })
  window = await temp.openWindow()
})
afterEach(() => temp.close())

const everything = { filter: {}, limit: 100 }
const newest = (states: readonly AppState[]) => states.at(-1) as AppState

describe('the state of the app', () => {
  it('comes at once, and again when something in it changed', async () => {
    const states = window.subscribe('state')
    await eventually(() => states.length > 0)
    expect(newest(states)).toMatchObject({
      host: { name: 'headless', home: temp.library.home, can: { pickFolder: false, quit: false } },
      library: { library: temp.library.root, standards: 3 },
      endpoint: { state: 'on', origin: temp.origin },
      activity: { state: 'ok' },
      settingsProblem: null,
    })
    const before = newest(states).versions

    temp.library.write('new.md', '# New\n')
    await eventually(() => newest(states).library.standards === 4)
    await eventually(() => newest(states).versions.library > before.library)

    await window.call('settings.change', { window: { theme: 'dark' } })
    await eventually(() => newest(states).settings.window.theme === 'dark')
    expect(newest(states).versions.settings).toBeGreaterThan(before.settings)

    await temp.callTool('search_standards', { query: 'zebra' })
    await eventually(() => newest(states).counts.gaps === 1 && newest(states).counts.perMinute === 1)
    expect(newest(states).versions.requests).toBeGreaterThan(before.requests)
    expect(newest(states).versions.gaps).toBeGreaterThan(before.gaps)
    await eventually(() => newest(states).counts.sessions === 1)

    writeFileSync(join(temp.library.home, 'settings.json'), '{')
    await eventually(() => newest(states).settingsProblem?.includes('is not JSON'))
    expect(newest(states).settings.window.theme).toBe('dark')
  })

  it('is not sent again while nothing changes, nor after the window has had enough', async () => {
    const states = window.subscribe('state')
    await eventually(() => states.length > 0)
    await eventually(() => newest(states).library.progress.state === 'watching')
    // Asked again, it comes again.
    const before = states.length
    window.send({ kind: 'subscribe', topic: 'state' })
    await eventually(() => states.length > before)
    window.send({ kind: 'unsubscribe', topic: 'state' })
    await window.call('cache.status', {})
    const seen = states.length
    await window.call('settings.change', { welcomed: true })
    const other = (await temp.openWindow()).subscribe('state')
    await eventually(() => other.length > 0 && newest(other).settings.welcomed)
    expect(states).toHaveLength(seen)
    const texts = states.map((state) => JSON.stringify(state))
    const again = texts.flatMap((text, at) => (text === texts[at - 1] ? [at] : []))
    // Only the one that was asked for, which other news may have come before.
    expect(again.filter((at) => at < before)).toEqual([])
    expect(again.length).toBeLessThanOrEqual(1)
  })

  it('is sent at most ten times a second', async () => {
    const states = window.subscribe('state')
    await eventually(() => states.length > 0)
    const started = performance.now()
    for (let at = 0; at < 60; at++) await window.call('settings.change', { cache: { ttl: 100 + at } })
    await eventually(() => newest(states).settings.cache.ttl === 159)
    const took = performance.now() - started
    expect(states.length).toBeLessThanOrEqual(2 + took / 100)
  })
})

describe('the log', () => {
  it('shows a call as a row, its details, its figures and its use', async () => {
    const events = window.subscribe('requests')
    await eventually(() => events.length === 1)
    expect(events[0]).toEqual({ rows: [], cleared: false, missed: true })
    await temp.callTool('get_standard', { id: 'go/errors.md' })
    await temp.callTool('search_standards', { query: 'zebra stripes' })
    const rows = await eventually(() => {
      const all = events.flatMap((event) => event.rows)
      return all.length === 2 ? all : null
    })
    expect(rows.map(({ tool, status }) => [tool, status])).toEqual([
      ['get_standard', 'ok'],
      ['search_standards', 'empty'],
    ])
    const page = await window.call('activity.page', everything)
    expect(page.rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).reverse())
    expect(await window.call('activity.count', { filter: { tools: ['get_standard'] } })).toEqual({ count: 1 })
    expect((await window.call('activity.get', { seq: rows[0]?.seq ?? 0 }))?.response).toContain('Wrap errors')
    const { gaps } = await window.call('insights.gaps', { days: 14, dismissed: false })
    expect(gaps).toMatchObject([{ tool: 'search_standards', times: 1 }])
    const usage = await window.call('insights.usage', { days: 14 })
    expect(usage.most).toMatchObject([{ id: 'go/errors.md', title: 'Go errors', times: 1 }])
    expect(usage.never.map(({ id }) => id)).toEqual(['broken.md', 'python/testing.md'])
    expect(usage.neverTotal).toBe(2)
    const clients = await window.call('insights.clients', { days: 7 })
    expect(clients.clients[0]?.days.at(-1)).toBe(2)
    expect(clients.clients[0]?.days).toHaveLength(7)
    const { from, ...rest } = await window.call('activity.figures', {
      filter: {},
      from: Date.now() - 60_000,
      to: Date.now() + 1,
      steps: 10,
    })
    expect(rest.all).toMatchObject({ count: 2, empty: 1, errors: 0 })
    expect((await window.call('sessions.list', { limit: 10 }))[0]).toMatchObject({ transport: 'rest' })
  })

  it('has the calls that are run again from the window', async () => {
    await temp.callTool('get_standard', { id: 'go/errors.md' })
    const [row] = await eventually(async () => {
      const { rows } = await window.call('activity.page', everything)
      return rows.length === 1 ? rows : null
    })
    const again = await window.call('activity.runAgain', { seq: row?.seq ?? 0 })
    expect(again).toMatchObject({ failed: false })
    expect(JSON.parse(again.response).result.structuredContent.title).toBe('Go errors')
    const { rows } = await eventually(async () => {
      const page = await window.call('activity.page', everything)
      return page.rows.length === 2 ? page : null
    })
    expect(rows[0]).toMatchObject({ client: 'Plumbline window', tool: 'get_standard', status: 'ok' })
    await expect(window.call('activity.runAgain', { seq: 4_711 })).rejects.toMatchObject({ code: 'not-here' })
  })

  it('can be fetched as a file, once', async () => {
    await temp.callTool('get_standard', { id: 'go/errors.md' })
    await eventually(async () => (await window.call('activity.count', { filter: {} })).count === 1)
    const { path, name } = await window.call('activity.export', { filter: {}, format: 'json' })
    const response = await fetch(temp.origin + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
    expect(JSON.stringify(await response.json())).toContain('go/errors.md')
    expect((await fetch(temp.origin + path)).status).toBe(401)
    const csv = await window.call('activity.export', { filter: {}, format: 'csv' })
    const file = await fetch(temp.origin + csv.path)
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(await file.text()).toContain('get_standard')
  })

  it('can be cleared, and every window is notified', async () => {
    await temp.callTool('get_standard', { id: 'go/errors.md' })
    await eventually(async () => (await window.call('activity.count', { filter: {} })).count === 1)
    const events = (await temp.openWindow()).subscribe('requests')
    await eventually(() => events.length > 0)
    expect(await window.call('activity.clear', {})).toEqual({ rows: 1 })
    await eventually(() => events.some(({ cleared }) => cleared))
    expect((await window.call('activity.page', everything)).rows).toEqual([])
  })
})

describe('gaps and errors', () => {
  const gaps = () => window.call('insights.gaps', { days: 14, dismissed: false })

  it('a gap is answered, and counts no more, once the same question finds something', async () => {
    const states = window.subscribe('state')
    await temp.callTool('search_standards', { query: 'zebra stripes' })
    await temp.callTool('get_standard', { id: 'go/errers.md' })
    await temp.callTool('get_stdlib', { language: 'go', domain: 'security' })
    await eventually(() => newest(states).counts.gaps === 3)
    const before = (await gaps()).gaps
    expect(before.map(({ answered }) => answered)).toEqual([false, false, false])
    expect(before.find(({ tool }) => tool === 'get_standard')?.nearest).toBe('go/errors.md')
    temp.library.write('zebras.md', '# Zebras\n\nStripes are unique.\n')
    temp.library.write('go/security.md', '# Security in Go\n\nTrust nobody.\n')
    await eventually(() => newest(states).counts.gaps === 1)
    const after = (await gaps()).gaps.map(({ tool, answered, nearest }) => [tool, answered, nearest])
    expect(after).toContainEqual(['search_standards', true, 'zebras.md'])
    expect(after).toContainEqual(['get_stdlib', true, 'go/security.md'])
    // Asking again left no trace in the log.
    expect((await window.call('activity.count', { filter: {} })).count).toBe(3)
  })

  it('one day is the last 24 hours, an hour a step', async () => {
    await temp.callTool('get_standard', { id: 'go/errors.md' })
    await eventually(async () => (await window.call('activity.count', { filter: {} })).count === 1)
    const { unit, from, clients } = await window.call('insights.clients', { days: 1 })
    expect(unit).toBe('hour')
    expect(from).toBeLessThan(Date.now() - 22 * 3_600_000)
    expect(clients[0]?.days).toHaveLength(24)
    expect(clients[0]?.days.at(-1)).toBe(1)
    expect((await window.call('insights.usage', { days: 1 })).most).toHaveLength(1)
  })

  it('what was acknowledged can be taken back, one by one', async () => {
    const list = (acknowledged: boolean) => window.call('errors.list', { acknowledged })
    const [group] = await eventually(async () => {
      const open = await list(false)
      return open.length === 1 ? open : null
    })
    await window.call('errors.acknowledge', { ids: null })
    expect(await list(false)).toEqual([])
    expect(await list(true)).toHaveLength(1)
    await window.call('errors.acknowledge', { ids: [group?.id ?? ''], acknowledged: false })
    expect(await list(false)).toHaveLength(1)
    await window.call('errors.acknowledge', { ids: null })
    await window.call('errors.acknowledge', { ids: null, acknowledged: false })
    expect(await list(false)).toHaveLength(1)
  })
})

describe('the cached answers', () => {
  it('are shown and can be dropped', async () => {
    const states = window.subscribe('state')
    await temp.callTool('search_standards', { query: 'fixtures' })
    const [entry] = await eventually(async () => {
      const list = await window.call('cache.list', {})
      return list.length === 1 ? list : null
    })
    expect(entry?.tool).toBe('search_standards')
    await eventually(() => newest(states).counts.cacheEntries === 1)
    const { cache } = newest(states).versions
    await window.call('cache.drop', { key: entry?.key ?? '' })
    expect(await window.call('cache.list', {})).toEqual([])
    await eventually(() => newest(states).counts.cacheEntries === 0)
    expect(newest(states).versions.cache).toBeGreaterThan(cache)
    expect(await window.call('cache.dropAll', {})).toEqual({ entries: 0 })
  })
})

describe('the library', () => {
  it('can be changed for another folder, which is created, and for the starter standards', async () => {
    const states = window.subscribe('state')
    const other = join(temp.library.folder, 'other')
    const use = (path: string | null, create: boolean) => window.call('library.use', { path, create })
    await expect(use(other, false)).rejects.toMatchObject({ code: 'path-unusable' })
    await expect(use('relative', true)).rejects.toMatchObject({ code: 'path-unusable' })
    await expect(use(temp.library.path('broken.md'), true)).rejects.toMatchObject({ code: 'path-unusable' })
    await expect(use('/', true)).rejects.toMatchObject({ code: 'path-unusable' })
    expect(await use(`${other}/`, true)).toBeNull()
    await eventually(() => newest(states).library.library === other && newest(states).library.standards === 0)
    writeFileSync(join(other, 'o.md'), '# Other\n')
    await eventually(() => newest(states).library.standards === 1)
    await use(null, false)
    await eventually(() => newest(states).library.standards >= 24)
    expect(await window.call('welcome.inspect', {})).toMatchObject({ folder: newest(states).library.library })
    expect(JSON.parse(readFileSync(join(temp.library.home, 'settings.json'), 'utf8')).library).toBeNull()
  })

  it('is compared again when it is asked for', async () => {
    expect(await window.call('library.reindex', { force: true })).toEqual({ changed: 3 })
    expect(await window.call('library.reindex', { force: false })).toEqual({ changed: 0 })
  })

  it('can be looked for', async () => {
    mkdirSync(join(temp.library.folder, 'library/go/deep'))
    const inspection = await window.call('folders.inspect', { path: temp.library.root })
    expect(inspection).toMatchObject({ standards: 3, folders: ['go', 'python'], exists: true })
    expect((await window.call('folders.inspect', {})).exists).toBe(true)
  })
})

describe('the endpoint', () => {
  it('can be paused, and gets a new token', async () => {
    const states = window.subscribe('state')
    await window.call('serving.pause', { paused: true })
    await eventually(() => newest(states).endpoint.state === 'paused')
    expect(await temp.callTool('list_standards', {})).toMatchObject({ error: { code: -32004 } })
    await window.call('serving.pause', { paused: false })
    const { token } = await window.call('endpoint.token', {})
    const fresh = await window.call('endpoint.newToken', {})
    expect(fresh.token).not.toBe(token)
    expect(await window.call('endpoint.token', {})).toEqual(fresh)
    expect(await temp.callTool('list_standards', {})).toHaveProperty('result')
  })

  it('renews the token of windows too: the window that asks goes on, others are told to go', async () => {
    const old = temp.host.windowToken
    const [asking, other] = [await temp.openWindow(), await temp.openWindow()]
    const closed = once(other.socket, 'close')
    await asking.call('endpoint.newToken', {})
    expect((await closed)[0]).toBe(4401)
    const { token } = await asking.call('endpoint.windowToken', {})
    expect(token).toBe(temp.host.windowToken)
    expect(token).not.toBe(old)
    const late = new WebSocket(`${temp.origin.replace('http', 'ws')}/window`, ['plumbline', `token.${old}`], {
      headers: { origin: temp.origin },
    })
    expect((await once(late, 'close'))[0]).toBe(4401)
    await (await temp.openWindow()).call('endpoint.token', {})
  })
})

describe('what cannot be done', () => {
  it('is answered with an error from the closed set', async () => {
    await expect(window.call('folders.pick', { title: 'x' })).rejects.toMatchObject({ code: 'not-here' })
    await expect(window.call('library.reveal', {})).rejects.toMatchObject({ code: 'not-here' })
    await expect(window.call('app.quit', {})).rejects.toMatchObject({ code: 'not-here' })
    await expect(window.call('app.openAtLogin', { on: true })).rejects.toMatchObject({ code: 'not-here' })
    const port = window.call('settings.change', { endpoint: { port: 80 } })
    await expect(port).rejects.toMatchObject({ code: 'settings-wrong' })
  })

  it.each(['toString', '__proto__', 'constructor', 'cache', '', 'cache.status '])(
    'is no method: %j',
    async (method) => {
      const call = window.call(method as MethodName, {} as never)
      await expect(call).rejects.toMatchObject({ code: 'usage' })
    },
  )

  it('is rejected for every method with invalid input', async () => {
    for (const method of Object.keys(METHODS) as MethodName[]) {
      const call = window.call(method, { nonsense: true, __proto__: { x: 1 } } as never)
      await expect(call).rejects.toMatchObject({
        code: method === 'settings.change' ? 'settings-wrong' : 'usage',
      })
    }
  })
})
