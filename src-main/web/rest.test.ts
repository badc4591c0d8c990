import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonOf, modern, type Served, serveTempLibrary } from '../testing/serve-temp-library.ts'

let served: Served
beforeAll(async () => {
  served = await serveTempLibrary()
})
afterAll(() => served.close())

const call = async (body: unknown) => {
  const response = await served.post('/mcp/call', body)
  return { status: response.status, answer: await jsonOf(response) }
}

describe('POST /mcp/call', () => {
  it('answers in the shape of a JSON-RPC response', async () => {
    const { status, answer } = await call({
      jsonrpc: '2.0',
      method: 'get_stdlib',
      params: { language: 'python', domain: 'testing' },
      id: 'a',
    })
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      jsonrpc: '2.0',
      id: 'a',
      result: { found: true, title: 'Python testing' },
    })
  })

  it('takes name and arguments, and a whole tools/call, and needs no id', async () => {
    const args = { id: 'review.md' }
    const answers = await Promise.all([
      call({ method: 'get_standard', params: args }),
      call({ name: 'get_standard', arguments: args }),
      call({ jsonrpc: '2.0', method: 'tools/call', params: { name: 'get_standard', arguments: args } }),
    ])
    for (const { answer } of answers) expect(answer).toEqual(answers[0]?.answer)
    expect(answers[0]?.answer).toMatchObject({ id: null, result: { id: 'review.md' } })
  })

  it('gives what MCP gives as structured content, byte for byte', async () => {
    const args = { name: 'get_standard', arguments: { id: 'python/testing.md', section: 'Fixtures' } }
    const { body, headers } = modern('tools/call', args)
    const mcp = await jsonOf(served.post('/mcp', body, headers))
    const { answer } = await call(args)
    expect(JSON.stringify(answer.result)).toBe(JSON.stringify(mcp.result.structuredContent))
    expect(mcp.result.content[0].text).toContain(answer.result.content.trimEnd())
  })

  it.each([
    ['wrong arguments', { name: 'get_standard', arguments: { ids: 'x' } }, 400, -32001, /"ids" is not one/],
    [
      'an unknown word',
      { name: 'get_checklist', arguments: { language: 'klingon' } },
      400,
      -32001,
      /klingon/,
    ],
    ['a foreign cursor', { name: 'list_standards', arguments: { cursor: 'x' } }, 400, -32001, /cursor/],
    [
      'a standard that is not there',
      { name: 'get_standard', arguments: { id: 'x.md' } },
      404,
      -32002,
      /no standard/,
    ],
    ['a tool that is not there', { name: 'rm_rf' }, 404, -32002, /There are: standards_for/],
    ['no name', { arguments: {} }, 400, -32600, /Name the tool/],
    ['another jsonrpc', { jsonrpc: '1.0', name: 'get_standard' }, 400, -32600, /2\.0/],
    ['an id that is none', { id: {}, name: 'get_standard' }, 400, -32600, /id/],
    ['no object', 42, 400, -32600, /object/],
    ['an empty array', [], 400, -32600, /1 to 100/],
    ['too long an array', Array(101).fill({}), 400, -32600, /holds 101/],
    ['no JSON', '{', 400, -32700, /not JSON/],
  ])('rejects %s', async (_, body, status, code, message) => {
    const rejected = await call(body)
    expect(rejected.status).toBe(status)
    expect(rejected.answer.error).toEqual({ code, message: expect.stringMatching(message) })
  })

  it('says that a tool failed', async () => {
    const library = {
      ...served.temp.core.library,
      get() {
        throw new Error('the disk is on fire')
      },
    }
    const broken = await serveTempLibrary({ core: { library } })
    const response = await broken.post('/mcp/call', { name: 'get_standard', arguments: { id: 'review.md' } })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      error: { code: -32000, message: expect.stringContaining('fire') },
    })
    await broken.close()
  })

  it('runs an array at once, in order, and one bad call spoils none', async () => {
    const { status, answer } = await call([
      { id: 1, name: 'get_standard', arguments: { id: 'review.md' } },
      { id: 2, name: 'no_such_tool' },
      'nonsense',
      { id: 4, name: 'get_standard', arguments: { id: 'go/testing.md' } },
    ])
    expect(status).toBe(200)
    expect(answer).toMatchObject([
      { id: 1, result: { id: 'review.md' } },
      { id: 2, error: { code: -32002 } },
      { id: null, error: { code: -32600 } },
      { id: 4, result: { id: 'go/testing.md' } },
    ])
  })

  it('rejects calls that are wrapped in calls without end', async () => {
    for (const depth of [2, 50_000]) {
      const wrapped = `${'{"method":"tools/call","params":'.repeat(depth)}{"name":"get_standard"}${'}'.repeat(depth)}`
      const response = await served.post('/mcp/call', wrapped)
      expect(response.status).toBe(400)
    }
  })

  it('does not answer with more than it was sent', async () => {
    const many = Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`k${n}`, 1]))
    for (const body of [{ name: 'get_standard', arguments: many }, { name: 'x'.repeat(3_000_000) }]) {
      const response = await served.post('/mcp/call', body)
      expect((await response.text()).length).toBeLessThan(1_000)
    }
  })

  it('really runs them at once', async () => {
    let running = 0
    const all = Promise.withResolvers<void>()
    const whenFresh = () => {
      if (++running === 10) all.resolve()
      return all.promise
    }
    // One after the other, the first would wait for ever.
    const slow = await serveTempLibrary({ core: { whenFresh } })
    expect((await slow.post('/mcp/call', Array(10).fill({ name: 'list_standards' }))).status).toBe(200)
    await slow.close()
  })

  it('is held to the rate, each call of an array counted', async () => {
    const strict = await serveTempLibrary({ limits: { rate: { burst: 5, perSecond: 0.001 } } })
    const ping = { name: 'list_standards' }
    expect((await strict.post('/mcp/call', Array(4).fill(ping))).status).toBe(200)
    const rejected = await strict.post('/mcp/call', Array(4).fill(ping))
    expect(rejected.status).toBe(429)
    expect(Number(rejected.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await rejected.json()).toMatchObject({
      error: { code: -32004, message: expect.stringMatching(/Try again/) },
    })
    const other = await strict.post('/mcp/call', ping, { 'user-agent': 'another' })
    expect(other.status).toBe(200)
    await strict.close()
  })
})

describe('the other routes', () => {
  it('GET /mcp/tools is what tools/list says', async () => {
    const { body, headers } = modern('tools/list')
    const mcp = await jsonOf(served.post('/mcp', body, headers))
    const response = await served.fetch('/mcp/tools')
    expect((await jsonOf(response)).tools).toEqual(mcp.result.tools)
  })

  it('GET /health needs no token and tells nothing', async () => {
    const response = await fetch(`${served.url}/health`)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'healthy', interface: 'http', protocol: 'mcp' })
  })

  it('say what there is, and what they take', async () => {
    const lost = await served.fetch('/mcp/nowhere')
    expect(lost.status).toBe(404)
    expect((await jsonOf(lost)).error.message).toContain('POST /mcp/call')
    for (const [path, allow] of [
      ['/mcp/call', 'POST'],
      ['/health', 'GET'],
    ]) {
      const response = await served.fetch(path!, { method: allow === 'GET' ? 'POST' : 'GET' })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe(allow)
    }
    const upgrade = await served.fetch('/mcp/ws')
    expect(upgrade.status).toBe(426)
  })

  it('carry security headers, on error responses too', async () => {
    for (const response of [await served.fetch('/mcp/tools'), await fetch(`${served.url}/mcp`)]) {
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

it('lets listed origins in, and only them', async () => {
  const origin = 'https://app.example'
  const open = await serveTempLibrary({ origins: [origin] })
  const preflight = await fetch(`${open.url}/mcp/call`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
  const call = await open.post('/mcp/call', { name: 'list_standards' }, { origin })
  expect(call.headers.get('access-control-allow-origin')).toBe(origin)
  const stranger = await open.post(
    '/mcp/call',
    { name: 'list_standards' },
    { origin: 'https://app.example.evil.com' },
  )
  expect(stranger.status).toBe(403)
  expect(stranger.headers.get('access-control-allow-origin')).toBeNull()
  const withoutToken = await fetch(`${open.url}/mcp/tools`, { headers: { origin } })
  expect(withoutToken.status).toBe(401)
  await open.close()
})
