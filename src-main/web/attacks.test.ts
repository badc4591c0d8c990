import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import {
  jsonOf,
  modern,
  type Served,
  serveTempLibrary,
  TEST_TOKEN,
  whenClosed,
} from '../testing/serve-temp-library.ts'

let served: Served
beforeAll(async () => {
  served = await serveTempLibrary()
})
afterAll(() => served.close())

const BEARER = `Bearer ${TEST_TOKEN}`

interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request whose headers, Host too, are exactly these. */
function raw(
  path: string,
  headers: Record<string, string>,
  { method = 'GET', body = '', from = served } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: from.interfaces.port, path, method, headers, agent: false },
      async (response) => {
        let text = ''
        for await (const chunk of response) text += chunk
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const ROUTES = ['/health', '/mcp', '/mcp/tools', '/mcp/call', '/mcp/ws', '/nowhere', '/']

describe('DNS rebinding', () => {
  const port = () => served.interfaces.port

  it.each([
    'evil.com',
    'localhost.evil.com',
    '127.0.0.1.evil.com',
    '0.0.0.0',
    '192.168.0.1',
    '[::ffff:7f00:1]',
  ])('Host %s is rejected on every route', async (name) => {
    for (const path of ROUTES) {
      const answer = await raw(path, { host: `${name}:${port()}`, authorization: BEARER })
      expect(answer.status).toBe(403)
      expect(JSON.parse(answer.body)).toMatchObject({
        error: { message: expect.stringMatching(/Host header/) },
      })
    }
  })

  it.each([
    'http://evil.com',
    'null',
    'http://localhost.evil.com',
    'http://localhost:3000',
    'https://127.0.0.1',
  ])('Origin %s is rejected on every route', async (origin) => {
    for (const path of ROUTES) {
      const answer = await raw(path, { host: `localhost:${port()}`, origin, authorization: BEARER })
      expect(answer.status).toBe(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('an absolute target does not get around the Host check', async () => {
    const answer = await raw(`http://localhost:${port()}/mcp/tools`, {
      host: 'evil.com',
      authorization: BEARER,
    })
    expect(answer.status).toBe(403)
  })

  it('two Host headers are rejected', async () => {
    for (const second of ['evil.com', `localhost:${port()}`]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(port(), '127.0.0.1')
        let text = ''
        socket.on('data', (chunk) => {
          text += chunk
        })
        socket.on('close', () => resolve(text))
        socket.end(
          `GET /health HTTP/1.1\r\nHost: localhost:${port()}\r\nHOST: ${second}\r\nConnection: close\r\n\r\n`,
        )
      })
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    }
  })

  it('our own names are let in, with any port that a tunnel may have', async () => {
    for (const host of ['localhost', `127.0.0.1:${port()}`, `[::1]:${port()}`, 'localhost:8080'])
      expect((await raw('/mcp/tools', { host, authorization: BEARER })).status).toBe(200)
    const origin = `http://localhost:${port()}`
    const own = await raw('/mcp/tools', { host: `127.0.0.1:${port()}`, origin, authorization: BEARER })
    expect(own.status).toBe(200)
  })

  it('the server is there on ::1 too, under the same port', async () => {
    const socket = connect(port(), '::1')
    const reached = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(([error]) => error.code),
    ])
    // A machine without IPv6 has no such address.
    expect([true, 'EADDRNOTAVAIL', 'EAFNOSUPPORT']).toContain(reached)
    socket.destroy()
  })
})

describe('the token', () => {
  it.each([
    ['none', undefined],
    ['a wrong one', 'Bearer wrong'],
    ['a prefix of it', `Bearer ${TEST_TOKEN.slice(0, -1)}`],
    ['Basic', `Basic ${TEST_TOKEN}`],
    ['without a scheme', TEST_TOKEN],
  ])('%s is rejected on every route but /health', async (_, authorization) => {
    for (const path of ROUTES) {
      const answer = await raw(path, { host: 'localhost', ...(authorization && { authorization }) })
      expect(answer.status).toBe(path === '/health' ? 200 : 401)
      if (path === '/health') continue
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/)
      expect(JSON.parse(answer.body).error.message).toMatch(/token/i)
      expect(answer.body).not.toContain(TEST_TOKEN)
    }
  })

  it('in a URL is rejected with a reason, with or without the header', async () => {
    for (const headers of [{}, { authorization: BEARER }])
      for (const query of [`token=${TEST_TOKEN}`, 'access_token=x', `a=${TEST_TOKEN}`]) {
        const answer = await raw(`/mcp/tools?${query}`, { host: 'localhost', ...headers })
        expect(answer.status).toBe(401)
        expect(JSON.parse(answer.body).error.message).toMatch(/must not stand in a URL/)
      }
  })

  it('cannot be guessed for long, and guessing does not lock out other clients', async () => {
    const strict = await serveTempLibrary({ limits: { unauthenticated: { burst: 5, perSecond: 0.001 } } })
    const guess = () => raw('/mcp/tools', { host: 'localhost', authorization: 'Bearer x' }, { from: strict })
    const statuses = []
    for (let n = 0; n < 7; n++) statuses.push((await guess()).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    const friend = await raw('/mcp/tools', { host: 'localhost', authorization: BEARER }, { from: strict })
    expect(friend.status).toBe(200)
    await strict.close()
  })

  it('is needed beyond loopback', async () => {
    await expect(serveTempLibrary({ host: '0.0.0.0', token: null })).rejects.toThrow(/without a token/)
    const wide = await serveTempLibrary({ host: '0.0.0.0' })
    const from = { from: wide }
    expect((await raw('/mcp/tools', { host: '192.168.1.2' }, from)).status).toBe(401)
    expect((await raw('/mcp/tools', { host: '192.168.1.2', authorization: BEARER }, from)).status).toBe(200)
    expect((await raw('/mcp/tools', { host: 'evil.com', authorization: BEARER }, from)).status).toBe(403)
    await wide.close()
  })
})

describe('a body', () => {
  const HEAD = { host: 'localhost', authorization: BEARER, 'content-type': 'application/json' }

  it('that is declared too long is rejected before it is sent', async () => {
    for (const path of ['/mcp', '/mcp/call']) {
      const socket = connect(served.interfaces.port, '127.0.0.1')
      const lines = Object.entries({ ...HEAD, 'content-length': '104857600' }).map(
        ([k, v]) => `${k}: ${v}\r\n`,
      )
      socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
      const [answer] = await once(socket, 'data')
      expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /)
      expect(String(answer)).toContain('over the limit of 10 MB')
      socket.destroy()
    }
  })

  it('of 100 MB that is streamed is rejected and not buffered', async () => {
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    for (const path of ['/mcp', '/mcp/call']) {
      const socket = connect(served.interfaces.port, '127.0.0.1')
      const closed = whenClosed(socket)
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
      })
      socket.on('error', () => {})
      const lines = Object.entries({ ...HEAD, 'transfer-encoding': 'chunked' }).map(
        ([k, v]) => `${k}: ${v}\r\n`,
      )
      socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
      const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`
      for (let sent = 0; sent < 100 && !socket.destroyed && socket.writable; sent++) {
        if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), closed]).catch(() => {})
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      }
      if (!socket.destroyed) socket.end('0\r\n\r\n')
      await closed
      expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    }
    expect(most).toBeLessThan(60 * 1024 * 1024)
  })

  it.each([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['compressed', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('that is %s is rejected', async (_, headers) => {
    for (const path of ['/mcp', '/mcp/call']) {
      const answer = await raw(path, { ...HEAD, ...headers }, { method: 'POST', body: '{}' })
      expect(answer.status).toBe(415)
      expect(JSON.parse(answer.body).error.message).toMatch(/application\/json/)
    }
  })

  it('with __proto__ does no harm', async () => {
    const body =
      '{"name":"get_standard","arguments":{"id":"review.md","__proto__":{"polluted":true}},"__proto__":{"x":1}}'
    const answer = await raw('/mcp/call', HEAD, { method: 'POST', body })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body).result).toMatchObject({
      id: 'review.md',
      note: expect.stringContaining('__proto__'),
    })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    '../secret',
    '..%2f..%2fetc%2fpasswd',
    '/etc/passwd',
    'C:\\x',
    '\\\\host\\share',
    'a\0b',
    'file:///etc/passwd',
  ])('with the id %j leads nowhere', async (id) => {
    const answer = await raw('/mcp/call', HEAD, {
      method: 'POST',
      body: JSON.stringify({ name: 'get_standard', arguments: { id } }),
    })
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.body).error.code).toBe(-32002)
  })
})

describe('slow and many connections', () => {
  it('headers and bodies that drip are cut off', async () => {
    const strict = await serveTempLibrary({ limits: { headers: 200, request: 400 } })
    const drip = (start: string) => {
      const socket = connect(strict.interfaces.port, '127.0.0.1')
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
      })
      socket.on('error', () => {})
      socket.write(start)
      const timer = setInterval(() => socket.write('x'), 50)
      return whenClosed(socket).then(() => {
        clearInterval(timer)
        return answer
      })
    }
    const answers = await Promise.all([
      drip('GET /health HTTP/1.1\r\nHost: localhost\r\nX: '),
      drip(
        `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${BEARER}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n`,
      ),
    ])
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 408|$)/)
    expect((await strict.fetch('/health')).status).toBe(200)
    await strict.close()
  })

  it('an idle connection is closed', async () => {
    const strict = await serveTempLibrary({ limits: { keepAlive: 100 } })
    const socket = connect(strict.interfaces.port, '127.0.0.1')
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')
    socket.resume()
    await whenClosed(socket)
    await strict.close()
  })

  it('1,000 at once: some are served, the rest get 503, and the server goes on', async () => {
    const own = await serveTempLibrary({ limits: { keepAlive: LIMIT_MS } })
    const sockets: Socket[] = []
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const socket = connect(own.interfaces.port, '127.0.0.1')
        sockets.push(socket)
        socket.on('error', () => {})
        socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')
        const [answer = ''] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [])])
        return String(answer)
      }),
    )
    const count = (status: string) =>
      answers.filter((answer) => answer.startsWith(`HTTP/1.1 ${status}`)).length
    expect(count('200')).toBe(512)
    expect(count('503')).toBe(488)
    expect(answers.find((answer) => answer.includes('503'))).toContain('Too many connections')
    for (const socket of sockets) socket.destroy()
    await eventually(async () => (await own.fetch('/health')).status === 200)
    await own.close()
  })

  it('subscriptions are capped', async () => {
    const strict = await serveTempLibrary({ limits: { subscriptions: 2 } })
    const listen = (id: number) => {
      const { body, headers } = modern(
        'subscriptions/listen',
        { notifications: { toolsListChanged: true } },
        id,
      )
      return strict.post('/mcp', body, headers)
    }
    const open = [await listen(1), await listen(2)]
    const rejected = await jsonOf(listen(3))
    expect(rejected).toMatchObject({ id: 3, error: { code: -32603, message: 'Subscription limit reached' } })
    for (const response of open) await response.body?.cancel()
    await eventually(async () => (await listen(4)).headers.get('content-type') === 'text/event-stream')
    await strict.close()
  })

  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }
  const openSession = async (on: Served, name: string) => {
    const response = await on.post('/mcp', {
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name, version: '1' } },
    })
    await response.text()
    return { 'mcp-session-id': response.headers.get('mcp-session-id') ?? '' }
  }

  it('sessions are capped: the idlest makes room', async () => {
    const strict = await serveTempLibrary({ limits: { sessions: 2 } })
    const first = await openSession(strict, 'first')
    const second = await openSession(strict, 'second')
    await (await strict.post('/mcp', ping, first)).text()
    const third = await openSession(strict, 'third')
    expect((await strict.post('/mcp', ping, second)).status).toBe(404)
    expect((await strict.post('/mcp', ping, first)).status).toBe(200)
    expect((await strict.post('/mcp', ping, third)).status).toBe(200)
    await strict.close()
  })

  it('idle sessions end', async () => {
    const strict = await serveTempLibrary({ limits: { sessionIdle: 100 } })
    const first = await openSession(strict, 'first')
    await eventually(() => strict.interfaces.sessions.list().length === 0)
    expect((await strict.post('/mcp', ping, first)).status).toBe(404)
    await strict.close()
  })
})
