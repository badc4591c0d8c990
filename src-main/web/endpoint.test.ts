import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createSettings, type SettingsService } from '../../src-core/settings/settings.ts'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../../src-mcp/testing/indexed-library.ts'
import { Endpoint } from './endpoint.ts'
import { openTokenFile, type TokenFile } from './token-file.ts'

let folder: string
let temp: IndexedLibrary
let settings: SettingsService
let token: TokenFile
let windows: number
let open: { close(): unknown }[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-endpoint-'))
  temp = await openIndexedLibrary(SAMPLE)
  settings = createSettings(join(folder, 'settings.json'))
  token = openTokenFile(join(folder, 'http-token'))
  windows = 0
  open = []
})
afterEach(async () => {
  for (const endpoint of open) await endpoint.close()
  settings.close()
  temp.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(port?: number): Promise<Endpoint> {
  const endpoint = new Endpoint({
    core: temp.core,
    settings,
    version: '1',
    clientToken: token,
    port,
    windowsAt: () => windows,
    log: () => {},
  })
  open.push(endpoint)
  await endpoint.open()
  return endpoint
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = await occupy(0)
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const tools = (origin: string, bearer = token.current()) =>
  fetch(`${origin}/mcp/tools`, { headers: { authorization: `Bearer ${bearer}` } })

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

async function connectWebSocket(origin: string): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${token.current()}` }
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/mcp/ws`, 'mcp', { headers })
  await once(socket, 'open')
  return socket
}

describe('the endpoint', () => {
  it('moves to another port, and leaves the old one once its windows are gone', async () => {
    const first = await freePort()
    settings.change({ endpoint: { port: first } })
    const endpoint = await start()
    expect(endpoint.state()).toMatchObject({ state: 'on', port: first, message: null })
    let changes = 0
    endpoint.onChange(() => changes++)
    windows = 1
    const second = await freePort()
    settings.change({ endpoint: { port: second } })
    await eventually(() => endpoint.state().port === second && changes === 1)
    expect(endpoint.state().origin).toBe(`http://127.0.0.1:${second}`)
    expect((await tools(endpoint.state().origin)).status).toBe(200)
    expect(await isOpen(first)).toBe(true)
    windows = 0
    endpoint.windowGone()
    await eventually(async () => !(await isOpen(first)))
    expect((await tools(endpoint.state().origin)).status).toBe(200)
  })

  it('goes back to a port that it has not left yet', async () => {
    const first = await freePort()
    settings.change({ endpoint: { port: first } })
    const endpoint = await start()
    windows = 1
    const second = await freePort()
    settings.change({ endpoint: { port: second } })
    await eventually(() => endpoint.state().port === second)
    settings.change({ endpoint: { port: first } })
    await eventually(() => endpoint.state().port === first)
    expect(endpoint.state().message).toBeNull()
    windows = 0
    endpoint.windowGone()
    await eventually(async () => !(await isOpen(second)))
    expect((await tools(endpoint.state().origin)).status).toBe(200)
  })

  it('takes the next port when the wanted one is in use, and says so', async () => {
    const port = await freePort()
    const other = await occupy(port)
    open.push(other)
    settings.change({ endpoint: { port } })
    const endpoint = await start()
    expect(endpoint.state().port).toBeGreaterThan(port)
    expect(endpoint.state().message).toMatch(`Port ${port} is in use by another program. Serving on`)
    expect((await tools(endpoint.state().origin)).status).toBe(200)
  })

  it('tries no other port than the one that was given', async () => {
    const port = await freePort()
    const other = await occupy(port)
    open.push(other)
    await expect(start(port)).rejects.toMatchObject({ code: 'port-unusable' })
    const endpoint = await start(0)
    const before = endpoint.state().port
    settings.change({ endpoint: { port: await freePort(), webSocket: false } })
    await eventually(() => !endpoint.state().webSocket)
    expect(endpoint.state().port).toBe(before)
  })

  it('turns clients away while it is paused', async () => {
    settings.change({ endpoint: { tcp: true, tcpPort: await freePort() } })
    const endpoint = await start(0)
    const { origin, tcpPort } = endpoint.state()
    const socket = await connectWebSocket(origin)
    const closed = once(socket, 'close')
    endpoint.setPaused(true)
    expect(endpoint.state().state).toBe('paused')
    const rejected = await tools(origin)
    expect(rejected.status).toBe(503)
    expect(JSON.stringify(await rejected.json())).toContain('Serving is paused')
    expect((await tools(origin, 'wrong')).status).toBe(401)
    await closed
    await expect(connectWebSocket(origin)).rejects.toThrow('503')
    await eventually(async () => !(await isOpen(tcpPort ?? 0)))

    endpoint.setPaused(false)
    expect((await tools(origin)).status).toBe(200)
    await eventually(() => endpoint.state().tcpPort === tcpPort)
    ;(await connectWebSocket(origin)).close()
  })

  it('opens and closes WebSocket and TCP with their settings', async () => {
    const endpoint = await start(0)
    const { origin } = endpoint.state()
    const socket = await connectWebSocket(origin)
    const closed = once(socket, 'close')
    const tcpPort = await freePort()
    settings.change({ endpoint: { webSocket: false, tcp: true, tcpPort } })
    await closed
    await expect(connectWebSocket(origin)).rejects.toThrow('404')
    await eventually(() => endpoint.state().tcpPort === tcpPort)
    expect(await isOpen(tcpPort)).toBe(true)
    settings.change({ endpoint: { webSocket: true, tcp: false } })
    await eventually(() => endpoint.state().tcpPort === null && endpoint.state().webSocket)
    expect(await isOpen(tcpPort)).toBe(false)
    ;(await connectWebSocket(origin)).close()
  })

  it('says why TCP is not open', async () => {
    const tcpPort = await freePort()
    const other = await occupy(tcpPort)
    open.push(other)
    settings.change({ endpoint: { tcp: true, tcpPort } })
    const endpoint = await start(0)
    expect(endpoint.state()).toMatchObject({ state: 'on', tcpPort: null })
    expect(endpoint.state().message).toMatch(`TCP is not open: Port ${tcpPort} is in use`)
  })

  it('disconnects and rejects clients with the old token', async () => {
    const endpoint = await start(0)
    const { origin } = endpoint.state()
    const old = token.current()
    const socket = await connectWebSocket(origin)
    const closed = once(socket, 'close')
    const fresh = endpoint.newToken()
    expect(fresh.token).not.toBe(old)
    expect(readFileSync(fresh.file, 'utf8').trim()).toBe(fresh.token)
    await closed
    expect((await tools(origin, old)).status).toBe(401)
    expect((await tools(origin, fresh.token)).status).toBe(200)
    // Another process of the same home follows.
    const other = openTokenFile(fresh.file)
    other.renew()
    await eventually(async () => (await tools(origin, fresh.token)).status === 401)
    rmSync(fresh.file)
    expect((await tools(origin, other.current())).status).toBe(200)
    expect(existsSync(fresh.file)).toBe(false)
  })
})
