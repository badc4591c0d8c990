import { expect } from '@playwright/test'
import { sharedTest, test } from './fixtures.ts'

test('a view that is first opened while the host is stopped loads when it is started again', async ({
  window,
  plumbline,
}) => {
  const open = (name: string) =>
    window.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click()
  const heading = (name: string) => window.getByRole('heading', { level: 1, name })
  await expect(heading('Standards')).toBeVisible()
  // The view has read its list, which it shows again without the host.
  await expect(window.getByRole('option').first()).toBeVisible()
  await plumbline.halt()
  await expect(window.getByText('Not connected', { exact: true })).toBeVisible()
  await open('Insights')
  await expect(window.getByText('This view opens when Plumbline is back.')).toBeVisible()
  // Other views and going back still work.
  await open('Standards')
  await expect(heading('Standards')).toBeVisible()
  await open('Insights')
  await plumbline.resume()
  await expect(heading('Insights')).toBeVisible()
  await open('Activity')
  await expect(heading('Activity')).toBeVisible()
})

sharedTest(
  'the palette closes with Escape, and offers to create a standard with any title',
  async ({ window }) => {
    const field = window
      .getByRole('dialog')
      .getByRole('textbox')
      .or(window.getByRole('dialog').getByRole('combobox'))
    await window.keyboard.press('Control+k')
    await window.keyboard.type('C++ naming-things')
    await expect(window.getByText('New standard “C++ naming-things”')).toBeVisible()
    await window.keyboard.press('Escape')
    await expect(window.getByRole('dialog')).toBeHidden()
    await window.keyboard.press('Control+k')
    await expect(field.first()).toHaveValue('')
  },
)

test.describe('a long list', () => {
  const names = Array.from({ length: 148 }, (_, at) => String(at).padStart(3, '0'))
  const files = Object.fromEntries(
    names.map((name) => [`s/n${name}.md`, `# Standard ${name}\n\nText on zebras.\n`]),
  )
  test.use({ start: { files } })
  test('scrolls to the item chosen in the palette, and to its top for another search', async ({ window }) => {
    const list = window.getByRole('listbox', { name: 'Standards' })
    await expect(list.getByText('Standard 000')).toBeInViewport()
    await window.keyboard.press('Control+k')
    await window.keyboard.type('Standard 120')
    await expect(window.getByRole('dialog').getByText('s/n120.md')).toBeVisible()
    await window.keyboard.press('Enter')
    await expect(window).toHaveURL(/n120\.md$/)
    await expect(list.getByText('Standard 120')).toBeInViewport()
    await window.keyboard.press('j')
    await expect(window).toHaveURL(/n121\.md$/)
    await window.getByRole('textbox', { name: 'Search standards' }).fill('zebras')
    await expect(list.locator('.virtual-scroller').or(list)).toHaveJSProperty('scrollTop', 0)
    await expect(list.getByRole('option').first()).toBeInViewport()
  })
})
