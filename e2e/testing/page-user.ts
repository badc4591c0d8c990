import type { Locator, Page } from '@playwright/test'

const MOST_TABS = 80

/** Presses Tab until the target has the focus. @throws Error when it is not reached within `MOST_TABS` steps */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < MOST_TABS; step++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}`)
}

/** The text in the clipboard. The test must grant `clipboard-read`. */
export function clipboardText(page: Page): Promise<string> {
  return page.evaluate<string>('navigator.clipboard.readText()')
}
