import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { type Page, test } from '@playwright/test'
import { startDesktop } from './desktop.ts'
import { connectTo, type HostOptions, type WindowHost } from './window-host.ts'

/** The window in the desktop app. */
export interface DesktopWindowHost extends WindowHost {
  readonly page: Page
  /** Makes the page as large as that. */
  resize(size: { readonly width: number; readonly height: number }): Promise<void>
}

/** Starts the desktop app for a spec that knows nothing of it. */
export async function startDesktopWindowHost(options: HostOptions): Promise<DesktopWindowHost> {
  const desktop = await startDesktop({ ...options, args: ['--lang=en-GB'] })
  const { home } = desktop
  const page = await desktop.window()
  await page.waitForURL(({ protocol }) => protocol !== 'about:')
  // Its scheme has no origin for `URL`.
  const origin = /^[^/]+\/\/[^/]+/.exec(page.url())?.[0] ?? ''
  const clients: Client[] = []
  const endsWithIt = async () => test.skip(true, 'The window of the desktop app does not outlive its host.')
  return {
    home,
    page,
    address: `${origin}/`,
    origin,
    kind: 'electron',
    get endpoint() {
      return JSON.parse(readFileSync(join(home.home, 'host.json'), 'utf8')).origin
    },
    get token() {
      return readFileSync(join(home.home, 'http-token'), 'utf8').trim()
    },
    resize: (size) =>
      desktop.app.evaluate(
        ({ BrowserWindow }, { width, height }) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
        size,
      ),
    async connectClient(name, version) {
      const client = await connectTo(home, name, version)
      clients.push(client)
      return client
    },
    halt: endsWithIt,
    resume: endsWithIt,
    async close() {
      await Promise.all(clients.map((client) => client.close()))
      await desktop.close()
    },
  }
}
