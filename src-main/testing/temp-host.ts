import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import type { HostPort } from '../../src-core/base/host-port.ts'
import { makeTempLibrary, SOURCE_PATHS, type TempLibrary } from '../../src-core/testing/temp-library.ts'
import { BUILT } from '../../src-mcp/testing/built-server.ts'
import { startWindowHost, type WindowHost } from '../window-host/start-window-host.ts'
import { connectWindowClient, type WindowClient } from './window-client.ts'

/** A host of this process, on a home and a library in a temporary folder. */
export interface TempHost {
  readonly library: TempLibrary
  readonly core: HostCore
  readonly host: WindowHost
  readonly origin: string
  /** Calls a tool as a client does, over HTTP. */
  callTool(name: string, args: object): Promise<unknown>
  /** As `callTool`, for several calls in one request. */
  callTools(calls: readonly { readonly name: string; readonly arguments: object }[]): Promise<unknown>
  openWindow(): Promise<WindowClient>
  close(): Promise<void>
}

export async function startTempHost(
  files: Readonly<Record<string, string>>,
  abilities: Partial<Omit<HostPort, 'endpoint'>> = {},
): Promise<TempHost> {
  const library = makeTempLibrary(files)
  mkdirSync(library.home)
  writeFileSync(join(library.home, 'settings.json'), JSON.stringify({ library: library.root }))
  const core = library.openCore({ library: undefined })
  await core.whenFresh()
  const windowFolder = join(library.folder, 'renderer')
  mkdirSync(windowFolder)
  writeFileSync(join(windowFolder, 'index.html'), '<!doctype html><title>Plumbline</title>')
  const host = await startWindowHost({
    core,
    paths: SOURCE_PATHS,
    host: { name: 'headless', version: '1', ...abilities },
    serverFolder: BUILT,
    windowFolder,
    port: 0,
    log: () => {},
  })
  const windows: WindowClient[] = []
  const origin = host.origin()

  async function post(calls: unknown): Promise<unknown> {
    const token = readFileSync(join(library.home, 'http-token'), 'utf8').trim()
    const response = await fetch(`${origin}/mcp/call`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'tester/1',
      },
      body: JSON.stringify(calls),
    })
    return response.json()
  }

  return {
    library,
    core,
    host,
    origin,
    callTool: (name, args) => post({ name, arguments: args }),
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
