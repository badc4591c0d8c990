import { test as base, expect, type Page } from '@playwright/test'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { type HostOptions, startWindowHost, type WindowHost } from '../testing/window-host.ts'

interface Fixtures {
  /** What the host is started with; set it with `test.use`. */
  readonly start: Partial<HostOptions>
  readonly plumbline: WindowHost
  /** The window, open and connected. Fails the test when the page threw or the console had an error. */
  readonly window: Page
}

/** A test with a host of its own, a real library, and the window in a real browser. */
export const test = base.extend<Fixtures>({
  start: [{}, { option: true }],
  plumbline: async ({ start }, use) => {
    const host = await startWindowHost({ files: STARTER_FILES, ...start })
    await use(host)
    await host.close()
  },
  window: async ({ page, plumbline }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error.stack ?? error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isLostConnection(message.text())) faults.push(message.text())
    })
    await page.goto(plumbline.address)
    await use(page)
    expect(faults).toEqual([])
  },
})

/** A host that was stopped on purpose leaves these in the console. */
function isLostConnection(text: string): boolean {
  return /WebSocket connection to|ERR_CONNECTION_REFUSED/.test(text)
}

/** What a client got for a tool call, as text. */
export function textOf(result: { readonly content?: unknown }): string {
  const parts = (result.content ?? []) as readonly { readonly text?: string }[]
  return parts.map(({ text }) => text ?? '').join('\n')
}
