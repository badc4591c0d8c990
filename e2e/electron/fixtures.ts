import { test as base, expect, type Page } from '@playwright/test'
import { type Desktop, type DesktopOptions, startDesktop } from '../testing/desktop.ts'

/** A small library. */
const FILES: Readonly<Record<string, string>> = {
  'go/testing.md':
    '# Go testing\n\n## Tables\n\nPrefer small tables.\n\n[Elsewhere](https://example.org/tables)\n',
  'python/naming.md': '# Python naming & words\n\nSay what it is.\n',
}

interface Fixtures {
  /** Starts the app. The app and its files are removed after the test. */
  readonly start: (options?: Partial<DesktopOptions>) => Promise<Desktop>
  readonly desktop: Desktop
  /** The window of `desktop`, visible and with its first view. */
  readonly window: Page
}

interface WorkerFixtures {
  /** Starts the app that the tests of `sharedTest` share, or returns it. */
  readonly sharedDesktop: () => Promise<Desktop>
}

/** A test that starts its own app. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  sharedDesktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
    async ({}, use) => {
      let started: Promise<Desktop> | undefined
      await use(() => {
        started ??= startDesktop({ files: FILES })
        return started
      })
      await (await started)?.close()
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
  start: async ({}, use) => {
    const started: Desktop[] = []
    await use(async (options) => {
      const desktop = await startDesktop({ files: FILES, ...options })
      started.push(desktop)
      return desktop
    })
    for (const desktop of started.toReversed()) await desktop.close()
  },
  desktop: async ({ start }, use) => use(await start()),
  window: async ({ desktop }, use) => {
    const page = await desktop.window()
    await expect(page.getByRole('main')).toBeVisible()
    await expect.poll(() => desktop.isVisible()).toBe(true)
    await use(page)
  },
})

/**
 * A test that shares an app with other tests of its worker. It begins with the window at its first view and without recorded
 * dialogues, and must restore settings, library and clients.
 */
export const sharedTest = test.extend<object>({
  desktop: async ({ sharedDesktop }, use) => {
    const desktop = await sharedDesktop()
    await desktop.startOver()
    await use(desktop)
  },
})

/** The path in the address of the page. */
export function pathOf(page: Page): string {
  return page.url().replace(/^[^/]+\/\/[^/]+/, '')
}

/** Opens the editor and changes the text, without saving. */
export async function changeText(page: Page): Promise<void> {
  await page.evaluate("history.pushState(null, '', '/standards/go/testing.md?edit=1')")
  await page.reload()
  const text = page.getByRole('textbox', { name: 'Text of go/testing.md' })
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('Not saved yet.')
  await expect(page.getByText('Not saved', { exact: true })).toBeVisible()
}
