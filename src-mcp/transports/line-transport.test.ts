import { PassThrough } from 'node:stream'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { LineTransport } from './line-transport.ts'

async function open() {
  const input = new PassThrough()
  const output = new PassThrough({ highWaterMark: 1_000 })
  const transport = new LineTransport(input, output)
  const received: JSONRPCMessage[] = []
  transport.onmessage = (message) => received.push(message)
  let ended = 0
  let closed = 0
  transport.onend = () => ended++
  transport.onclose = () => closed++
  await transport.start()
  return {
    input,
    output,
    transport,
    received,
    ended: () => ended,
    closed: () => closed,
    answers: () => readLines(output),
  }
}

function readLines(output: PassThrough) {
  let text = ''
  for (let chunk = output.read(); chunk !== null; chunk = output.read()) text += chunk
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const ping = (id: number) => ({ jsonrpc: '2.0' as const, id, method: 'ping' })
const pong = (id: number) => ({ jsonrpc: '2.0' as const, id, result: {} })

describe('LineTransport', () => {
  it('reads lines, CRLF, empty lines and a last line without an end', async () => {
    const { input, received, ended } = await open()
    input.write(`${JSON.stringify(ping(1))}\r\n\r\n\n  \n${JSON.stringify(ping(2))}\n`)
    input.end(JSON.stringify(ping(3)))
    await settled()
    expect(received).toEqual([ping(1), ping(2), ping(3)])
    expect(ended()).toBe(1)
  })
  it('answers unreadable lines, and reads on', async () => {
    const { input, received, answers } = await open()
    input.write('{bad\n42\n')
    input.write(Buffer.concat([Buffer.from('"'), Buffer.from([0xff]), Buffer.from('"\n')]))
    input.write(`${JSON.stringify(ping(1))}\n`)
    await settled()
    expect(answers().map((answer) => [answer.error.code, 'id' in answer])).toEqual([
      [-32700, false],
      [-32600, false],
      [-32700, false],
    ])
    expect(received).toEqual([ping(1)])
  })
  it('stops reading while the reader does not keep up', async () => {
    const { input, output, transport } = await open()
    expect(transport.isFull()).toBe(false)
    await transport.send({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(9_000_000) } })
    expect([transport.isFull(), input.isPaused()]).toEqual([true, false])
    await transport.send({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(9_000_000) } })
    expect(input.isPaused()).toBe(true)
    output.resume()
    await settled()
    expect([transport.isFull(), input.isPaused()]).toEqual([false, false])
  })
  it('closes quietly when the client stops reading', async () => {
    const { output, closed } = await open()
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await settled()
    expect(closed()).toBe(1)
  })
})

describe('batches', () => {
  it('are rejected unless the protocol version has them', async () => {
    const { input, answers, transport } = await open()
    input.write(`${JSON.stringify([ping(1)])}\n`)
    await settled()
    transport.setProtocolVersion('2025-11-25')
    input.write(`${JSON.stringify([ping(1)])}\n`)
    await settled()
    transport.setProtocolVersion('2025-03-26')
    input.write('[]\n')
    await settled()
    expect(answers().map((answer) => answer.error.code)).toEqual([-32600, -32600, -32600])
  })
  it('are answered by a batch, once everything is answered', async () => {
    const { input, answers, transport, received } = await open()
    transport.setProtocolVersion('2025-03-26')
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
    input.write(`${JSON.stringify([ping(1), note, 5, ping(2)])}\n`)
    await settled()
    expect(received).toEqual([ping(1), note, ping(2)])
    await transport.send(pong(2))
    await transport.send(pong(9))
    expect(answers()).toEqual([pong(9)])
    await transport.send(pong(1))
    expect(answers()).toEqual([[expect.objectContaining({ error: expect.anything() }), pong(2), pong(1)]])
  })
  it('are rejected when they hold too many messages', async () => {
    const { input, answers, transport } = await open()
    transport.setProtocolVersion('2025-03-26')
    input.write(`[${Array(200_000).fill(1)}]\n`)
    await settled()
    expect(answers()).toMatchObject([{ error: { code: -32600, message: expect.stringContaining('200000') } }])
  })
  it('get errors in place of what is too long together', async () => {
    const { input, output, transport } = await open()
    transport.setProtocolVersion('2025-03-26')
    input.write(`${JSON.stringify([ping(1), ping(2), ping(3)])}\n`)
    await settled()
    let text = ''
    output.on('data', (chunk) => {
      text += chunk
    })
    for (const id of [1, 2, 3])
      await transport.send({ jsonrpc: '2.0', id, result: { text: 'x'.repeat(7_000_000) } })
    await settled()
    expect(text.length).toBeLessThan(15_000_000)
    expect(JSON.parse(text)).toMatchObject([
      { result: {} },
      { result: {} },
      { id: 3, error: { code: -32600 } },
    ])
  })
  it('do not wait for a cancelled request, and of notifications nothing is answered', async () => {
    const { input, answers, transport } = await open()
    transport.setProtocolVersion('2025-03-26')
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    input.write(`${JSON.stringify([ping(1), ping(2)])}\n${JSON.stringify([cancel])}\n[5]\n`)
    await settled()
    transport.cancel(1)
    await transport.send(pong(2))
    expect(answers()).toEqual([[expect.objectContaining({ error: expect.anything() })], [pong(2)]])
  })
})
