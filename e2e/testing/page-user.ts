import type { Locator, Page } from '@playwright/test'

const MOST_TABS = 80

/** Presses Tab until this has the focus, as a user without a mouse does. Fails when it is never reached. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < MOST_TABS; step++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}`)
}

/** What the clipboard holds; the test grants `clipboard-read`. */
export function clipboardText(page: Page): Promise<string> {
  return page.evaluate<string>('navigator.clipboard.readText()')
}
