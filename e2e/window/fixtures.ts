import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import {
  type Browser,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
  type ViewportSize,
} from '@playwright/test'
import { connectWindowClient } from '../../src-main/testing/window-client.ts'
import { type DesktopWindowHost, startDesktopWindowHost } from '../testing/desktop-window-host.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { type HostKind, type HostOptions, startWindowHost, type WindowHost } from '../testing/window-host.ts'

/** The part of a shared host that a test may use. */
export type SharedHost = Pick<
  WindowHost,
  'address' | 'origin' | 'kind' | 'endpoint' | 'token' | 'connectClient'
>

/** A host and a window, for one test after the other. */
interface SharedWindow {
  readonly host: WindowHost
  /** An empty page before the first test. */
  readonly page: Page
  /** Empties the log, the cache and the errors. */
  startOver(): Promise<void>
}

interface Fixtures {
  /** The options that the host is started with. Set them with `test.use`. */
  readonly start: Partial<HostOptions>
  /** The path that the window opens. */
  readonly view: string
  /** The host that the window is connected to. Tests use `plumbline`. */
  readonly host: WindowHost
  /** The connected window. The test fails when the page throws or writes an error to the console. */
  readonly window: Page
}

interface WorkerFixtures {
  /** Set by the Playwright project. The same specs run against each kind of host. */
  readonly hostKind: HostKind
  /** Opens a host with a window, or returns those that were opened with the same options. All are closed with the worker. */
  readonly shareWindow: (options: HostOptions) => Promise<SharedWindow>
}

const withHost = base.extend<Fixtures, WorkerFixtures>({
  hostKind: ['headless', { option: true, scope: 'worker' }],
  start: [{}, { option: true }],
  view: ['/', { option: true }],
  // The desktop app has its own window.
  browser: [
    async ({ hostKind, playwright, launchOptions }, use) => {
      if (hostKind === 'electron') return use(NO_BROWSER)
      const browser = await playwright.chromium.launch(launchOptions)
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  shareWindow: [
    async ({ browser }, use) => {
      const shared = new Map<string, Promise<SharedWindow & { close(): Promise<void> }>>()
      await use((options) => {
        const key = JSON.stringify(options)
        const window = shared.get(key) ?? openSharedWindow(browser, options)
        shared.set(key, window)
        return window
      })
      for (const window of shared.values()) await (await window).close()
    },
    { scope: 'worker' },
  ],
  host: async ({ hostKind, start }, use) => {
    const options = { files: STARTER_FILES, ...start }
    const host = await (hostKind === 'electron' ? startDesktopWindowHost : startWindowHost)(options)
    await use(host)
    await host.close()
  },
  context: async ({ browser, host }, use) => {
    if (isDesktop(host)) return use(host.page.context())
    const context = await browser.newContext()
    await use(context)
    await context.close()
  },
  page: async ({ context, host, viewport, colorScheme }, use) => {
    if (!isDesktop(host)) return use(await context.newPage())
    if (viewport) await host.resize(viewport)
    await host.page.emulateMedia({ colorScheme: colorScheme ?? 'light' })
    await use(host.page)
  },
  window: async ({ page, host, view }, use) => {
    const faults: string[] = []
    const onPageError = (error: Error) => faults.push(String(error.stack ?? error))
    const onConsole = (message: ConsoleMessage) => {
      if (message.type() === 'error' && !isLostConnection(message.text())) faults.push(message.text())
    }
    page.on('pageerror', onPageError)
    page.on('console', onConsole)
    // A page that has been at this host has its token, and would not load again for another fragment.
    const isFirst = !page.url().startsWith(`${host.origin}/`)
    await page.goto(`${host.origin}${view}${isFirst ? host.address.slice(host.origin.length + 1) : ''}`)
    // Keys work after the window has connected and shows a view.
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await use(page)
    page.off('pageerror', onPageError)
    page.off('console', onConsole)
    expect(faults).toEqual([])
  },
})

/** A test with its own host and library, and the window in a browser or in the desktop app. */
export const test = withHost.extend<{ readonly plumbline: WindowHost }>({
  plumbline: ({ host }, use) => use(host),
})

/**
 * A test that changes no file of the library, no setting and no client. Such tests share a host and a window, one per worker and
 * `start` options; each begins with an empty log, an empty cache, no errors, and the window at `view`. Fails when the library or
 * the settings changed. The desktop app has one window, so there each test has an app of its own.
 */
export const sharedTest = withHost.extend<
  { readonly plumbline: SharedHost; readonly shared: SharedWindow | null },
  object
>({
  shared: async ({ hostKind, start, shareWindow }, use) => {
    if (hostKind === 'electron') return use(null)
    const shared = await shareWindow({ files: STARTER_FILES, ...start })
    await shared.startOver()
    await use(shared)
  },
  host: async ({ start, shared }, use) => {
    const host = shared?.host ?? (await startDesktopWindowHost({ files: STARTER_FILES, ...start }))
    const before = describeFiles(host)
    await use(host)
    expect(describeFiles(host), 'A shared test changes neither settings nor library').toEqual(before)
    if (shared === null) await host.close()
  },
  context: async ({ page }, use) => use(page.context()),
  page: async ({ shared, host, viewport, colorScheme }, use) => {
    const page = isDesktop(host) ? host.page : shared?.page
    if (page === undefined) throw new Error('There is no window to share.')
    if (viewport && isDesktop(host)) await host.resize(viewport)
    await adjustPage(page, viewport, colorScheme)
    await use(page)
  },
  plumbline: async ({ host }, use) => {
    const clients: Client[] = []
    await use({
      ...host,
      async connectClient(name, version) {
        const client = await host.connectClient(name, version)
        clients.push(client)
        return client
      },
    })
    // An ended server has written everything that it recorded, so nothing gets into the log of the next test.
    await Promise.all(clients.map((client) => client.close()))
  },
})

/** Gives a page that was open before the size and the colours of a test. */
export async function adjustPage(
  page: Page,
  viewport: ViewportSize | null,
  colorScheme: 'light' | 'dark' | 'no-preference' | null,
): Promise<void> {
  if (viewport && page.viewportSize()) await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme: colorScheme ?? 'light' })
}

async function openSharedWindow(browser: Browser, options: HostOptions) {
  const host = await startWindowHost(options)
  const control = await connectWindowClient({
    origin: host.origin,
    token: new URLSearchParams(new URL(host.address).hash.slice(1)).get('token') ?? '',
  })
  const page = await browser.newPage()
  return {
    host,
    page,
    async startOver() {
      await control.call('activity.clear', {})
      await control.call('errors.clear', { ids: null })
      await control.call('cache.dropAll', {})
      if (page.url().startsWith(host.origin)) await page.evaluate('localStorage.clear()')
      await page.mouse.move(0, 0)
    },
    async close() {
      await page.context().close()
      await control.close()
      await host.close()
    },
  }
}

/** The tag of specs that differ between the hosts. The `electron` project runs only these, unless `--full` is given. */
export const ON_EACH_HOST = { tag: '@host' } as const

/** The reason for which a spec is skipped in the desktop app. */
export const NATIVE_DIALOGUE =
  'The desktop app uses the dialogue of the system: see e2e/electron/library.spec.ts.'
export const NATIVE_SAVE = 'The desktop app saves with the dialogue of the system.'

const NO_BROWSER = null as unknown as Browser

function isDesktop(host: WindowHost): host is DesktopWindowHost {
  return 'page' in host
}

/** The text of the settings, and the path and modification time of each file of the library. */
function describeFiles({ home }: WindowHost): readonly string[] {
  const names = readdirSync(home.library, { recursive: true, encoding: 'utf8' }).toSorted()
  const timed = names.map((name) => `${name} ${statSync(join(home.library, name)).mtimeMs}`)
  return [readFileSync(join(home.home, 'settings.json'), 'utf8'), ...timed]
}

/** True for console errors that a stopped host causes. */
function isLostConnection(text: string): boolean {
  return /WebSocket connection to|ERR_CONNECTION_REFUSED/.test(text)
}

/** The text of the answer to a tool call. */
export function textOf(result: { readonly content?: unknown }): string {
  const parts = (result.content ?? []) as readonly { readonly text?: string }[]
  return parts.map(({ text }) => text ?? '').join('\n')
}
