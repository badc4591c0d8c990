import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { CHECKOUT } from './ways-to-start.ts'

/** A client that repeats one tool call. Calls may overlap. */
export interface LoadClient {
  /** Sends one call. Resolves with the text of the answer. */
  call(): Promise<string>
  close(): Promise<void>
}

/** Returns the text of the request with this id. */
type MessageFor = (id: number) => string

/** A process that ends when its stdin ends. */
export interface Child {
  readonly process: ChildProcessWithoutNullStreams
  close(): Promise<void>
}

/** Starts this Node with `args` in the checkout. */
export function startChild(args: readonly string[]): Child {
  const child = spawn(process.execPath, args, { cwd: CHECKOUT })
  child.stderr.resume()
  const exit = once(child, 'exit')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  return {
    process: child,
    async close() {
      process.off('exit', kill)
      child.stdin.end()
      child.kill('SIGTERM')
      const timer = setTimeout(kill, 10_000)
      await exit
      clearTimeout(timer)
    },
  }
}

/** Waits for the first match of a pattern in the output of a process. @throws Error when the process ends first */
export async function waitForLine({ process: child }: Child, pattern: RegExp): Promise<string> {
  let output = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk
    const found = pattern.exec(output)?.[1]
    if (found !== undefined) return found
  }
  throw new Error(`The process ended and printed only ${JSON.stringify(output)}.`)
}

/** A client of a connection with one message per line or frame. */
function createConnectionClient(
  messageFor: MessageFor,
  send: (text: string) => void,
  end: () => Promise<void>,
) {
  const waiting = new Map<number, (text: string) => void>()
  let last = 0
  const client: LoadClient = {
    call: () =>
      new Promise((resolve) => {
        waiting.set(++last, resolve)
        send(messageFor(last))
      }),
    close: end,
  }
  const receive = (text: string) => {
    // The id is at the beginning or the end of the message. Parsing 17 KB would measure the client.
    const id = Number(
      /"id":(\d+)[,}]/.exec(text.slice(0, 60))?.[1] ?? /"id":(\d+)\}$/.exec(text.slice(-60))?.[1],
    )
    waiting.get(id)?.(text)
    waiting.delete(id)
  }
  return { client, receive }
}

function readLines(stream: NodeJS.ReadableStream, receive: (line: string) => void): void {
  let parts: string[] = []
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = chunk.split('\n')
    parts.push(lines.shift() ?? '')
    for (const line of lines) {
      receive(parts.join(''))
      parts = [line]
    }
  })
}

export function loadStdio(args: readonly string[], messageFor: MessageFor): LoadClient {
  const child = startChild(args)
  const { client, receive } = createConnectionClient(
    messageFor,
    (text) => void child.process.stdin.write(`${text}\n`),
    child.close,
  )
  readLines(child.process.stdout, receive)
  return client
}

export async function loadTcp(port: number, token: string, messageFor: MessageFor): Promise<LoadClient> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`{"jsonrpc":"2.0","method":"plumbline/authenticate","params":{"token":"${token}"}}\n`)
  const { client, receive } = createConnectionClient(
    messageFor,
    (text) => void socket.write(`${text}\n`),
    async () => void socket.destroy(),
  )
  readLines(socket, receive)
  return client
}

export async function loadWebSocket(
  port: number,
  token: string,
  messageFor: MessageFor,
): Promise<LoadClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/mcp/ws`, 'mcp', {
    headers: { authorization: `Bearer ${token}` },
  })
  await once(socket, 'open')
  const { client, receive } = createConnectionClient(
    messageFor,
    (text) => socket.send(text),
    async () => socket.close(),
  )
  socket.on('message', (data) => receive(String(data)))
  return client
}

export function loadHttp(
  url: string,
  headers: Readonly<Record<string, string>>,
  sockets: number,
  messageFor: MessageFor,
): LoadClient {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  let last = 0
  return {
    async call() {
      const asking = request(url, { agent, method: 'POST', headers })
      asking.end(messageFor(++last))
      const [response] = await once(asking, 'response')
      const chunks: Buffer[] = await response.toArray()
      if (response.statusCode !== 200)
        throw new Error(`${url} answered ${response.statusCode}: ${chunks.join('')}`)
      return Buffer.concat(chunks).toString()
    },
    async close() {
      agent.destroy()
    },
  }
}
