import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { modern, type Served, serveTempLibrary, TOKEN, whenClosed } from '../testing/serve-temp-library.ts'

let served: Served
beforeAll(async () => {
  served = await serveTempLibrary({ tcp: 0, limits: { connections: 20 } })
})
afterAll(() => served.close())

const HELLO = { jsonrpc: '2.0', id: 'hello', method: 'plumbline/authenticate', params: { token: TOKEN } }

function open(from: Served = served) {
  const socket: Socket = connect(from.interfaces.tcpPort ?? 0, '127.0.0.1')
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  const answers: any[] = []
  createInterface({ input: socket }).on('line', (line) => answers.push(JSON.parse(line)))
  const closed = whenClosed(socket)
  return {
    socket,
    answers,
    closed,
    send: (...messages: unknown[]) =>
      socket.write(messages.map((one) => `${JSON.stringify(one)}\n`).join('')),
    answerTo: (id: unknown) => eventually(() => answers.find((answer) => answer.id === id)),
  }
}

describe('TCP', () => {
  it('serves both eras after the token, and what was sent right behind it', async () => {
    const { socket, send, answerTo } = open()
    send(HELLO, modern('tools/call', { name: 'get_standard', arguments: { id: 'review.md' } }, 1).body)
    expect(await answerTo('hello')).toEqual({ jsonrpc: '2.0', id: 'hello', result: {} })
    expect(await answerTo(1)).toMatchObject({ result: { structuredContent: { id: 'review.md' } } })
    send({
      jsonrpc: '2.0',
      id: 2,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    })
    expect(await answerTo(2)).toMatchObject({ result: { protocolVersion: '2025-06-18' } })
    socket.destroy()
  })

  it('gives the last answers to a client that has said all', async () => {
    const { socket, answers, closed, send } = open()
    send(HELLO, modern('tools/list', {}, 1).body)
    socket.end()
    await closed
    expect(answers.map((answer) => answer.id)).toEqual(['hello', 1])
  })

  it('takes a token that comes in pieces', async () => {
    const { socket, answerTo } = open()
    const line = `${JSON.stringify(HELLO)}\n`
    socket.write(line.slice(0, 20))
    // By the time that another one has been answered the first piece was read.
    const other = open()
    other.send(HELLO)
    await other.answerTo('hello')
    other.socket.destroy()
    socket.write(line.slice(20))
    await answerTo('hello')
    socket.destroy()
  })

  it.each([
    ['a wrong token', { ...HELLO, params: { token: 'x' } }, /not the right one/],
    ['another message', modern('tools/list').body, /first line must be/],
    ['no message', 'hello', /first line must be/],
  ])('refuses %s', async (_, first, message) => {
    const { answers, closed, send } = open()
    send(first, modern('tools/list', {}, 99).body)
    await closed
    expect(answers).toMatchObject([{ error: { code: -32003, message: expect.stringMatching(message) } }])
  })

  it('refuses a browser, silence and a line without end', async () => {
    const strict = await serveTempLibrary({ tcp: 0, limits: { authenticate: 300 } })
    const browser = open()
    browser.socket.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const silent = open(strict)
    const endless = open()
    endless.socket.write('x'.repeat(10_000))
    for (const { closed, answers } of [browser, silent, endless]) {
      await closed
      expect(answers).toMatchObject([{ error: { code: -32003 } }])
    }
    await strict.close()
  })

  it('does not wait for a client that reads nothing when it ends', async () => {
    const own = await serveTempLibrary({ tcp: 0 })
    await own.temp.write({ 'long.md': `# Long\n\n${'All work and no play. '.repeat(9_000)}` })
    const socket = connect(own.interfaces.tcpPort ?? 0, '127.0.0.1')
    socket.pause()
    const args = { id: 'long.md', maxChars: 200_000 }
    const call = (id: number) => modern('tools/call', { name: 'get_standard', arguments: args }, id).body
    const calls = Array.from({ length: 59 }, (_, id) => `${JSON.stringify(call(id))}\n`)
    socket.write(`${JSON.stringify(HELLO)}\n${calls.join('')}`)
    // Until more has been answered than the sockets between us hold.
    const answered = () => {
      own.interfaces.recorder.flush()
      return own.temp.core.activity.count({ tools: ['get_standard'] })
    }
    await eventually(() => answered() > 20)
    await own.close()
    socket.destroy()
  })

  it('turns away more connections than it serves', async () => {
    const many = Array.from({ length: 40 }, () => open())
    for (const { send } of many) send(HELLO)
    await eventually(() => many.every(({ answers }) => answers.length > 0))
    const refused = many.filter(({ answers }) => answers[0].error?.code === -32004)
    expect(refused.length).toBeGreaterThanOrEqual(20)
    for (const { socket } of many) socket.destroy()
    await eventually(async () => {
      const late = open()
      late.send(HELLO)
      const answer = await eventually(() => late.answers[0])
      late.socket.destroy()
      return answer.result
    })
  })
})
