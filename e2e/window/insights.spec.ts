import { expect, type Page } from '@playwright/test'
import { tabTo } from '../testing/page-user.ts'
import { test, textOf } from './fixtures.ts'

const table = (window: Page) => window.getByRole('grid', { name: 'Gaps' })
const rows = (window: Page) =>
  table(window)
    .getByRole('row')
    .filter({ has: window.getByRole('gridcell') })
const nav = (window: Page) =>
  window.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Insights' })

test('by keyboard alone, a standard is written for a gap, and the same search then finds it', async ({
  window,
  plumbline,
}) => {
  const client = await plumbline.connectClient('claude-code')
  const search = async (query: string) =>
    textOf(await client.callTool({ name: 'search_standards', arguments: { query } }))
  expect(await search('zebra wombat')).toContain('Nothing found')
  expect(await search('narwhal okapi')).toContain('Nothing found')
  await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
  await expect(nav(window)).toContainText('2')
  // The second key must follow the first one quickly.
  await expect(async () => {
    await window.keyboard.press('g')
    await window.keyboard.press('i')
    await expect(window).toHaveURL(/\/insights/, { timeout: 1_000 })
  }).toPass()
  await expect(rows(window)).toHaveCount(2)
  await tabTo(window, table(window))
  await window.keyboard.press('ArrowDown')
  await expect(rows(window).nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(rows(window).nth(1)).toContainText('zebra wombat')
  // After the heads of the table, Tab leads to the panes below it, not to its rows.
  const used = window.getByRole('link', { name: /Go testing/ })
  for (let at = 0; at < 10; at++) {
    await window.keyboard.press('Tab')
    await expect(window.locator('[role=gridcell] :focus')).toHaveCount(0)
    if (await used.evaluate((element) => element === element.ownerDocument.activeElement)) break
  }
  await expect(used).toBeFocused()

  await table(window).focus()
  await window.keyboard.press('Enter')
  await expect(window).toHaveURL(/\/standards\/new\?gap=/)
  await expect(window.getByRole('textbox', { name: 'Path in the library' })).toHaveValue('zebra-wombat.md')
  await expect(window.getByRole('textbox', { name: 'Title' })).toHaveValue(/zebra wombat/i)
  await window.getByRole('textbox', { name: /^Text of / }).focus()
  await window.keyboard.press('Control+End')
  await window.keyboard.type('Keep them apart.\n')
  await window.keyboard.press('Control+s')
  await expect(window).toHaveURL(/edit=1$/)
  await expect.poll(() => search('zebra wombat')).toContain('zebra-wombat.md')

  await nav(window).click()
  await expect(rows(window)).toHaveCount(1)
  await expect(nav(window)).toContainText('1')
  await window.keyboard.press('a')
  await expect(window.getByRole('heading', { name: 'No gaps in 14 days' })).toBeVisible()
  await expect(nav(window)).toHaveText('Insights')
  await window.getByRole('button', { name: '1 answered' }).click()
  await expect(rows(window)).toContainText('Answered')
  await expect(rows(window).getByRole('link', { name: 'zebra-wombat.md' })).toBeVisible()
})
