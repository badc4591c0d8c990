import type { Socket } from 'node:net'
import type { IndexedLibrary } from '../../src-mcp/testing/indexed-library.ts'
import { openIndexedLibrary, SAMPLE } from '../../src-mcp/testing/indexed-library.ts'
import { type Interfaces, type ListeningOptions, startInterfaces } from '../web/interfaces.ts'

export const TEST_TOKEN = 'a-token-for-tests'

/** The sample library, served on free ports of this machine. */
export interface Served {
  readonly temp: IndexedLibrary
  readonly interfaces: Interfaces
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** The text log, as `level message`. */
  readonly logged: readonly string[]
  /** `fetch` with the token. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Posts JSON with the token and the headers that MCP asks for. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

export async function serveTempLibrary(
  options: Partial<Omit<ListeningOptions, 'core'>> & { readonly core?: Partial<IndexedLibrary['core']> } = {},
): Promise<Served> {
  const temp = await openIndexedLibrary(SAMPLE)
  const logged: string[] = []
  const interfaces = await startInterfaces({
    version: '1',
    token: TEST_TOKEN,
    port: 0,
    log: (level, message) => logged.push(`${level} ${message}`),
    ...options,
    core: { ...temp.core, ...options.core },
  })
  const url = `http://127.0.0.1:${interfaces.port}`
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${TEST_TOKEN}`, ...(init.headers as object) },
    })
  return {
    temp,
    interfaces,
    url,
    logged,
    fetch: request,
    post: (path, body, headers) =>
      request(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
      }),
    async close() {
      await interfaces.close()
      await temp.close()
    },
  }
}

/** A message of the modern generation, and the headers that must be sent with it. */
export function modern(
  method: string,
  params: Record<string, unknown> = {},
  id: string | number = 1,
  client = 'tester',
) {
  const name = typeof params.name === 'string' ? params.name : params.uri
  return {
    body: {
      jsonrpc: '2.0' as const,
      id,
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: client, version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    },
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
    },
  }
}

/** Resolves when a socket is closed, also by an error. */
export function whenClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()).once('error', () => {}))
}

/** The body of a response. */
// biome-ignore lint/suspicious/noExplicitAny: tests read fields of any response
export async function jsonOf(response: Response | Promise<Response>): Promise<any> {
  return (await response).json()
}

/** The messages of a response, which is JSON or a stream that has ended. */
export async function messagesOf(response: Response): Promise<unknown[]> {
  const text = await response.text()
  if (text === '') return []
  if (!response.headers.get('content-type')?.includes('text/event-stream')) return [JSON.parse(text)]
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line.length > 6)
    .map((line) => JSON.parse(line.slice(6)))
}
