import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import type { HostPort } from '../../src-core/base/host-port.ts'
import { makeTempLibrary, SOURCE_PATHS, type TempLibrary } from '../../src-core/testing/temp-library.ts'
import { BUILT } from '../../src-mcp/testing/built-server.ts'
import { startWindowHost, type WindowHost } from '../window-host/start-window-host.ts'
import { modern } from './serve-temp-library.ts'
import { connectWindowClient, type WindowClient } from './window-client.ts'

/** A host of this process, on a home and a library in a temporary folder. */
export interface TempHost {
  readonly library: TempLibrary
  readonly core: HostCore
  readonly host: WindowHost
  readonly origin: string
  /** Calls a tool as a client does, over HTTP. */
  callTool(name: string, args: object): Promise<unknown>
  /** Calls a tool over MCP, as the client that calls itself `client`. Resolves to the response as text. */
  callToolAs(client: string, name: string, args: object): Promise<string>
  /** As `callTool`, for several calls in one request. */
  callTools(calls: readonly { readonly name: string; readonly arguments: object }[]): Promise<unknown>
  openWindow(): Promise<WindowClient>
  close(): Promise<void>
}

export interface TempHostOptions {
  /** What the host can do, besides serving. */
  readonly can?: Partial<Omit<HostPort, 'endpoint'>>
  /** What the settings file holds. Absent: that the library is the folder with `files`. */
  readonly settings?: Readonly<Record<string, unknown>>
}

export async function startTempHost(
  files: Readonly<Record<string, string>>,
  { can = {}, settings = {} }: TempHostOptions = {},
): Promise<TempHost> {
  const library = makeTempLibrary(files)
  mkdirSync(library.home)
  const content = { library: library.root, ...settings }
  writeFileSync(join(library.home, 'settings.json'), JSON.stringify(content))
  const core = library.openCore({ library: undefined })
  await core.whenFresh()
  const windowFolder = join(library.folder, 'renderer')
  mkdirSync(windowFolder)
  writeFileSync(join(windowFolder, 'index.html'), '<!doctype html><title>Plumbline</title>')
  const host = await startWindowHost({
    core,
    paths: SOURCE_PATHS,
    host: { name: 'headless', version: '1', ...can },
    serverFolder: BUILT,
    windowFolder,
    port: 0,
    log: () => {},
  })
  const windows: WindowClient[] = []
  const origin = host.origin()

  function send(path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    const token = readFileSync(join(library.home, 'http-token'), 'utf8').trim()
    return fetch(origin + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify(body),
    })
  }

  async function post(calls: unknown): Promise<unknown> {
    return (await send('/mcp/call', calls, { 'user-agent': 'tester/1' })).json()
  }

  return {
    library,
    core,
    host,
    origin,
    callTool: (name, args) => post({ name, arguments: args }),
    async callToolAs(client, name, args) {
      const { body, headers } = modern('tools/call', { name, arguments: args }, 1, client)
      const response = await send('/mcp', body, headers)
      return response.text()
    },
    callTools: (calls) => post(calls),
    async openWindow() {
      const window = await connectWindowClient({ origin, token: host.windowToken })
      windows.push(window)
      return window
    },
    async close() {
      for (const window of windows) await window.close()
      await host.close()
      await library.close()
    },
  }
}
