import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { modern, type Served, serveTempLibrary } from '../testing/serve-temp-library.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close()
})

async function occupy(port: number, host = '127.0.0.1'): Promise<number> {
  const server: Server = createServer().listen({ port, host, exclusive: true })
  await once(server, 'listening')
  open.push(server)
  return (server.address() as AddressInfo).port
}

async function serve(options: Parameters<typeof serveTempLibrary>[0]): Promise<Served> {
  const served = await serveTempLibrary(options)
  open.push(served)
  return served
}

it('takes 9001, or the next free port', async () => {
  const first = await serve({ port: undefined })
  const second = await serve({ port: undefined })
  expect(first.interfaces.port).toBeGreaterThanOrEqual(9001)
  expect(second.interfaces.port).toBeGreaterThan(first.interfaces.port)
  expect((await second.fetch('/health')).status).toBe(200)
})

it('says so when the port that was asked for is in use', async () => {
  const port = await occupy(0)
  await expect(serveTempLibrary({ port })).rejects.toMatchObject({
    code: 'port-unusable',
    message: `Port ${port} is in use by another program.`,
    remedy: expect.stringContaining('--port'),
  })
  await expect(serveTempLibrary({ tcp: port })).rejects.toMatchObject({ code: 'port-unusable' })
  await expect(serveTempLibrary({ host: '203.0.113.1' })).rejects.toThrow(/cannot be listened on/)
})

it('answers at any given loopback address', async () => {
  const served = await serve({ host: '127.0.0.2' })
  const response = await fetch(`http://127.0.0.2:${served.interfaces.port}/health`)
  expect(response.status).toBe(200)
})

it('takes the port over IPv4 and IPv6 on loopback, for TCP too', async () => {
  const served = await serve({ tcp: 0 })
  const { tcpPort } = served.interfaces
  const socket = connect(tcpPort ?? 0, '::1')
  const there = await once(socket, 'connect').catch((error) => error)
  socket.destroy()
  // Not every machine has it.
  if (there instanceof Error)
    expect(there).toMatchObject({ code: expect.stringMatching(/EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH/) })
})

it('lets requests finish, ends streams and frees the port when it closes', async () => {
  const release = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const whenFresh = () => {
    asked.resolve()
    return release.promise
  }
  const served = await serveTempLibrary({ core: { whenFresh } })
  const { body, headers } = modern('subscriptions/listen', { notifications: { toolsListChanged: true } }, 's')
  const stream = await served.post('/mcp', body, headers)
  const call = served.post('/mcp/call', { name: 'list_standards' })
  await asked.promise
  const closed = served.close()
  release.resolve()
  expect((await call).status).toBe(200)
  expect(await stream.text()).toContain('"resultType":"complete"')
  await closed
  await occupy(served.interfaces.port)
})
