import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { runs } from '../../src-core/testing/long.ts'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { METHODS } from '../../src-shared/contract.ts'
import { startTempHost, type TempHost } from '../testing/temp-host.ts'
import { openWindow } from '../testing/window-client.ts'

let temp: TempHost
beforeAll(async () => {
  temp = await startTempHost({ 'go/errors.md': '# Go errors\n' })
})
afterAll(() => temp.close())

/** How a connection ended: an HTTP status, or the code with which an open one was closed. */
async function knock(subprotocols: readonly string[], headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`${temp.origin.replace('http', 'ws')}/window`, [...subprotocols], { headers })
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('unexpected-response', (_, response) => {
      response.destroy()
      resolve(response.statusCode ?? 0)
    })
    socket.on('close', (code) => resolve(code))
  })
}

describe('the window’s door', () => {
  it('is open to who has the window’s token, and tells others why not', async () => {
    const token = temp.host.windowToken
    const window = await openWindow({ origin: temp.origin, token })
    expect(window.socket.protocol).toBe('plumbline')
    expect((await window.call('cache.status', {})).ttl).toBe(300)
    await window.close()
    for (const wrong of [['plumbline'], ['plumbline', 'token.x'], ['plumbline', `token.${token}x`], []])
      expect(await knock(wrong, { origin: temp.origin })).toBe(4401)
    // A client may not do what the window may.
    const clients = readFileSync(join(temp.library.home, 'http-token'), 'utf8').trim()
    expect(await knock(['plumbline', `token.${clients}`])).toBe(4401)
    const mcp = await fetch(`${temp.origin}/mcp/tools`, { headers: { authorization: `Bearer ${token}` } })
    expect(mcp.status).toBe(401)
  })

  it('is closed to pages of others, whatever they know', async () => {
    const right = ['plumbline', `token.${temp.host.windowToken}`]
    const { port } = new URL(temp.origin)
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${Number(port) + 1}`, 'file://'])
      expect(await knock(right, { origin })).toBe(403)
    for (const host of ['evil.example', `evil.example:${port}`])
      expect(await knock(right, { host })).toBe(403)
  })

  it('is no page', async () => {
    expect((await fetch(`${temp.origin}/window`)).status).toBe(401)
    const status = await new Promise((resolve) => {
      const sent = request(`${temp.origin}/window`, { headers: { connection: 'upgrade', upgrade: 'h2c' } })
      sent.on('response', (response) => resolve(response.resume().statusCode)).end()
    })
    expect(status).toBe(401)
  })

  it('lets nobody guess for long', async () => {
    const other = await startTempHost({})
    try {
      const tries = Array.from({ length: 150 }, async () => {
        const socket = new WebSocket(`${other.origin.replace('http', 'ws')}/window`, [
          'plumbline',
          'token.guess',
        ])
        socket.on('error', () => {})
        const [code] = await Promise.race([
          once(socket, 'close'),
          once(socket, 'unexpected-response').then(([, response]) => [response.statusCode]),
        ])
        return code
      })
      const codes = new Set(await Promise.all(tries))
      expect([...codes].sort()).toEqual([429, 4401])
      await (await other.openWindow()).close()
    } finally {
      await other.close()
    }
  })

  it('closes on what is no JSON, and passes over what it does not know', async () => {
    for (const bad of ['{', '', Buffer.from([1, 2, 3])]) {
      const window = await temp.openWindow()
      window.socket.send(bad)
      expect((await once(window.socket, 'close'))[0]).toBe(1003)
    }
    const window = await temp.openWindow()
    for (const odd of ['null', '7', '[]', '{"kind":"dance"}', '{"kind":"subscribe","topic":"toString"}'])
      window.socket.send(odd)
    expect(await window.call('activity.count', { filter: {} })).toEqual({ count: 0 })
  })

  it('survives ten thousand mad messages', async () => {
    const window = await temp.openWindow()
    // Nothing that would end or change what the other tests need.
    const methods = Object.keys(METHODS).filter(
      (name) => !/^(app|library|settings|serving|endpoint)\./.test(name),
    )
    const message = fc.oneof(
      fc.record({
        kind: fc.constant('call'),
        id: fc.integer({ max: -1 }),
        method: fc.constantFrom(...methods),
        input: fc.jsonValue(),
      }),
      fc.record({
        kind: fc.constantFrom('call', 'subscribe', 'unsubscribe'),
        id: fc.jsonValue(),
        topic: fc.string(),
      }),
      fc.record({
        kind: fc.constantFrom('subscribe', 'unsubscribe'),
        topic: fc.constantFrom('state', 'requests'),
      }),
      fc.jsonValue(),
    )
    for (const mad of fc.sample(message, runs(10_000))) window.socket.send(JSON.stringify(mad))
    // Among so many there is now and then one that makes a test call, which is in the log like any other.
    expect(await window.call('activity.count', { filter: {} })).toEqual({ count: expect.any(Number) })
    expect(window.messages.filter((one) => one.kind === 'error' && one.error.code === 'internal')).toEqual([])
  })

  it('gives a window that reads nothing the newest state, and tells it that it missed rows', async () => {
    const window = await temp.openWindow()
    const states = window.subscribe('state')
    const requests = window.subscribe('requests')
    await eventually(() => states.length > 0 && requests.length > 0)
    window.socket.pause()
    // Answers that are not read fill the wire.
    const big = { text: `---\ntitle: x\n---\n${'word '.repeat(400_000)}`, changes: { title: 'y' } }
    for (let id = 1_000; id < 1_020; id++)
      window.send({ kind: 'call', id, method: 'standards.setFrontMatter', input: big })
    for (let at = 0; at < 30; at++) {
      const calls = Array.from({ length: 100 }, () => ({ name: 'list_standards', arguments: { limit: 1 } }))
      await temp.callTools(calls)
    }
    const before = states.length
    temp.core.settings.change({ cache: { ttl: 111 } })
    temp.core.settings.change({ cache: { ttl: 222 } })
    window.socket.resume()
    await eventually(() => states.at(-1)?.settings.cache.ttl === 222)
    await eventually(() => requests.slice(1).some(({ missed }) => missed))
    expect(states.length - before).toBeLessThan(10)
  })
})
