import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { type DesktopWindowHost, startDesktopWindowHost } from '../testing/desktop-window-host.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { type HostKind, type HostOptions, startWindowHost, type WindowHost } from '../testing/window-host.ts'

interface Fixtures {
  /** What the host is started with; set it with `test.use`. */
  readonly start: Partial<HostOptions>
  readonly plumbline: WindowHost
  /** The window, open and connected. Fails the test when the page threw or the console had an error. */
  readonly window: Page
}

interface WorkerFixtures {
  /** Set by the project: the same specs run against each. */
  readonly hostKind: HostKind
}

/** A test with a host of its own, a real library, and the window in a real browser or in the desktop app. */
export const test = base.extend<Fixtures, WorkerFixtures>({
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
  plumbline: async ({ hostKind, start }, use) => {
    const options = { files: STARTER_FILES, ...start }
    const host = await (hostKind === 'electron' ? startDesktopWindowHost : startWindowHost)(options)
    await use(host)
    await host.close()
  },
  context: async ({ browser, plumbline }, use) => {
    if (isDesktop(plumbline)) return use(plumbline.page.context())
    const context = await browser.newContext()
    await use(context)
    await context.close()
  },
  page: async ({ context, plumbline, viewport, colorScheme }, use) => {
    if (!isDesktop(plumbline)) return use(await context.newPage())
    if (viewport) await plumbline.resize(viewport)
    await plumbline.page.emulateMedia({ colorScheme: colorScheme ?? 'light' })
    await use(plumbline.page)
  },
  window: async ({ page, plumbline }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error.stack ?? error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isLostConnection(message.text())) faults.push(message.text())
    })
    await page.goto(plumbline.address)
    // Keys do something once the window knows its host and shows a view.
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await use(page)
    expect(faults).toEqual([])
  },
})

/** Why a spec is not for the desktop app. */
export const NATIVE_DIALOGUE =
  'The desktop app asks with the dialogue of the system: e2e/electron/library.spec.ts.'
export const NATIVE_SAVE = 'The desktop app saves with the dialogue of the system.'

const NO_BROWSER = null as unknown as Browser

function isDesktop(host: WindowHost): host is DesktopWindowHost {
  return 'page' in host
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
