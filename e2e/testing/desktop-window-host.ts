import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { type Page, test } from '@playwright/test'
import { startDesktop } from './desktop.ts'
import { connectTo, type HostOptions, type WindowHost } from './window-host.ts'

/** The window in the desktop app. */
export interface DesktopWindowHost extends WindowHost {
  readonly page: Page
  /** Sets the size of the page in CSS pixels. */
  resize(size: { readonly width: number; readonly height: number }): Promise<void>
}

/** Starts the desktop app for a spec that runs against any host. */
export async function startDesktopWindowHost(options: HostOptions): Promise<DesktopWindowHost> {
  const desktop = await startDesktop({ ...options, args: ['--lang=en-GB'] })
  const { home } = desktop
  const page = await desktop.window()
  await page.waitForURL(({ protocol }) => protocol !== 'about:')
  // `URL` returns no origin for the scheme `app:`.
  const origin = /^[^/]+\/\/[^/]+/.exec(page.url())?.[0] ?? ''
  const clients: Client[] = []
  const skipTest = async () => test.skip(true, 'The window of the desktop app ends with its host.')
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
    halt: skipTest,
    resume: skipTest,
    async close() {
      await Promise.all(clients.map((client) => client.close()))
      await desktop.close()
    },
  }
}
