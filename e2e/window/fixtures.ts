import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { type DesktopWindowHost, startDesktopWindowHost } from '../testing/desktop-window-host.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { type HostKind, type HostOptions, startWindowHost, type WindowHost } from '../testing/window-host.ts'

/** The part of a shared host that a test may use. */
export type SharedHost = Pick<WindowHost, 'address' | 'origin' | 'kind' | 'endpoint' | 'token'>

interface Fixtures {
  /** The options that the host is started with. Set them with `test.use`. */
  readonly start: Partial<HostOptions>
  /** The host that the window is connected to. Tests use `plumbline`. */
  readonly host: WindowHost
  /** The connected window. The test fails when the page throws or writes an error to the console. */
  readonly window: Page
}

interface WorkerFixtures {
  /** Set by the Playwright project. The same specs run against each kind of host. */
  readonly hostKind: HostKind
  /** Starts a host, or returns the one that was started with the same options. All are closed with the worker. */
  readonly shareHost: (options: HostOptions) => Promise<WindowHost>
}

const withHost = base.extend<Fixtures, WorkerFixtures>({
  hostKind: ['headless', { option: true, scope: 'worker' }],
  start: [{}, { option: true }],
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
  shareHost: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
    async ({}, use) => {
      const hosts = new Map<string, Promise<WindowHost>>()
      await use((options) => {
        const key = JSON.stringify(options)
        const host = hosts.get(key) ?? startWindowHost(options)
        hosts.set(key, host)
        return host
      })
      for (const host of hosts.values()) await (await host).close()
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
  window: async ({ page, host }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error.stack ?? error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isLostConnection(message.text())) faults.push(message.text())
    })
    await page.goto(host.address)
    // Keys work after the window has connected and shows a view.
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await use(page)
    expect(faults).toEqual([])
  },
})

/** A test with its own host and library, and the window in a browser or in the desktop app. */
export const test = withHost.extend<{ readonly plumbline: WindowHost }>({
  plumbline: ({ host }, use) => use(host),
})

/**
 * A test that only reads: it changes no file of the library, no setting, no client and nothing in the log. Such tests share a
 * host, one per worker and `start` options, and have a browser context each. Fails when the library or the settings changed.
 * The desktop app has one window, so there each test has an app of its own.
 */
export const readOnlyTest = withHost.extend<{ readonly plumbline: SharedHost }>({
  host: async ({ hostKind, start, shareHost }, use) => {
    const options = { files: STARTER_FILES, ...start }
    const host = await (hostKind === 'electron' ? startDesktopWindowHost(options) : shareHost(options))
    const before = describeFiles(host)
    await use(host)
    expect(describeFiles(host), 'A read-only test changes neither settings nor library').toEqual(before)
    if (hostKind === 'electron') await host.close()
  },
  plumbline: ({ host }, use) => use(host),
})

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
