import { expect } from '@playwright/test'
import { ON_EACH_HOST, sharedTest, test } from './fixtures.ts'

test('a standard is found, read, edited and saved by keyboard', ON_EACH_HOST, async ({ window }) => {
  const document = window.getByRole('region', { name: 'Document' })
  await document.waitFor()
  await window.keyboard.press('/')
  await window.keyboard.type('go generics')
  await expect(window.getByRole('option').first()).toContainText('Go')
  await window.keyboard.press('ArrowDown')
  await expect(window.getByRole('listbox', { name: 'Standards' })).toBeFocused()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Home')
  const title = await window.getByRole('option', { selected: true }).textContent()
  await window.keyboard.press('Enter')
  await expect(document).toBeFocused()
  const heading = (await document.getByRole('heading', { level: 1 }).textContent()) ?? ''
  expect(title).toContain(heading)

  await window.keyboard.press('e')
  const text = window.getByRole('textbox', { name: /^Text of / })
  await expect(text).toBeFocused()
  await window.keyboard.press('Control+End')
  await window.keyboard.type('Typed, never clicked.')
  await window.keyboard.press('Control+s')
  await expect(window.getByText('Not saved', { exact: true })).toBeHidden()
  // Tab leaves the text, F6 moves to the next part.
  await window.keyboard.press('Tab')
  await expect(text).not.toBeFocused()
  await window.keyboard.press('Escape')
  await expect(document).toContainText('Typed, never clicked.')

  await window.keyboard.press('F2')
  await expect(window.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await window.keyboard.press('Control+a')
  await window.keyboard.type('moved/by-keys.md')
  await window.keyboard.press('Enter')
  await expect(window).toHaveURL(/moved\/by-keys\.md$/)
  await window.keyboard.press('Control+k')
  await window.keyboard.type('python testing')
  await expect(window.getByRole('dialog').getByText('python/testing.md')).toBeVisible()
  await window.keyboard.press('Enter')
  await expect(window).toHaveURL(/python\/testing\.md$/)
})

sharedTest('facets are reached and pressed with keys', async ({ window }) => {
  await window.getByRole('option').first().waitFor()
  const python = window.getByRole('region', { name: 'Language' }).getByRole('button', { name: /^Python/ })
  for (let presses = 0; presses < 40; presses += 1) {
    if (await python.evaluate((button) => button === button.ownerDocument.activeElement)) break
    await window.keyboard.press('Tab')
  }
  await expect(python).toBeFocused()
  await window.keyboard.press('Space')
  await expect(python).toHaveAttribute('aria-pressed', 'true')
  await expect(window.getByText('5 standards', { exact: true })).toBeVisible()
})
