import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { type DesktopWindowHost, startDesktopWindowHost } from '../testing/desktop-window-host.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { type HostKind, type HostOptions, startWindowHost, type WindowHost } from '../testing/window-host.ts'

/** The part of a shared host that a test may use. */
export type SharedHost = Pick<WindowHost, 'address' | 'origin' | 'kind' | 'endpoint' | 'token'>

interface Fixtures {
  /** What the host is started with; set it with `test.use`. */
  readonly start: Partial<HostOptions>
  /** The host that the window is connected to. Tests use `plumbline`. */
  readonly host: WindowHost
  /** The window, open and connected. Fails the test when the page threw or the console had an error. */
  readonly window: Page
}

interface WorkerFixtures {
  /** Set by the project: the same specs run against each. */
  readonly hostKind: HostKind
  /** Starts a host, or returns the one that was started with the same options. All are closed with the worker. */
  readonly shareHost: (options: HostOptions) => Promise<WindowHost>
}

const withHost = base.extend<Fixtures, WorkerFixtures>({
  hostKind: ['headless', { option: true, scope: 'worker' }],
  start: [{}, { option: true }],
  // The desktop app brings its own.
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
    // Keys do something once the window knows its host and shows a view.
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await use(page)
    expect(faults).toEqual([])
  },
})

/** A test with a host of its own, a real library, and the window in a real browser or in the desktop app. */
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

/** Tag of what differs between the hosts. The `electron` project runs these specs alone, unless `--full` is given. */
export const ON_EACH_HOST = { tag: '@host' } as const

/** Why a spec is not for the desktop app. */
export const NATIVE_DIALOGUE =
  'The desktop app asks with the dialogue of the system: e2e/electron/library.spec.ts.'
export const NATIVE_SAVE = 'The desktop app saves with the dialogue of the system.'

const NO_BROWSER = null as unknown as Browser

function isDesktop(host: WindowHost): host is DesktopWindowHost {
  return 'page' in host
}

/** The settings as they are written, and each file of the library with its time. */
function describeFiles({ home }: WindowHost): readonly string[] {
  const names = readdirSync(home.library, { recursive: true, encoding: 'utf8' }).toSorted()
  const timed = names.map((name) => `${name} ${statSync(join(home.library, name)).mtimeMs}`)
  return [readFileSync(join(home.home, 'settings.json'), 'utf8'), ...timed]
}

/** A host that was stopped on purpose leaves these in the console. */
function isLostConnection(text: string): boolean {
  return /WebSocket connection to|ERR_CONNECTION_REFUSED/.test(text)
}

/** What a client got for a tool call, as text. */
export function textOf(result: { readonly content?: unknown }): string {
  const parts = (result.content ?? []) as readonly { readonly text?: string }[]
  return parts.map(({ text }) => text ?? '').join('\n')
}
