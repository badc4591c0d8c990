import type { Client } from '@modelcontextprotocol/client'
import { expect, type Locator, type Page } from '@playwright/test'
import { sharedTest, test } from './fixtures.ts'

test.use({ view: '/cache' })

const rows = (window: Page): Locator =>
  window.getByRole('grid', { name: 'Cache entries' }).locator('.virtual-row')
const row = (window: Page, text: string): Locator => rows(window).filter({ hasText: text })
/** The cell of a column of an entry. */
const cell = (window: Page, text: string, column: number): Locator =>
  row(window, text).getByRole('gridcell').nth(column)
const HITS = 4

const search = (client: Client, query: string) =>
  client.callTool({ name: 'search_standards', arguments: { query } })

sharedTest('searches add entries, which count their hits', async ({ window, plumbline }) => {
  await expect(window.getByText('The cache is empty')).toBeVisible()
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await expect(cell(window, '“errors”', HITS)).toHaveText('0')
  await search(client, 'errors')
  await search(client, 'errors')
  await expect(cell(window, '“errors”', HITS)).toHaveText('2')
  await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
  await search(client, 'naming')
  await expect(rows(window)).toHaveCount(2)
  await expect(window.locator('.figure').filter({ hasText: 'From cache' })).toContainText('50 %')
  await expect(window.locator('.figure').filter({ hasText: 'Entries' })).toContainText('2 of 500')
  await expect(row(window, '“naming”')).toContainText(/\d+ s/)
})

sharedTest('the table is sorted by any column, and filtered by text', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await search(client, 'testing')
  await expect(rows(window)).toHaveCount(2)
  for (let i = 0; i < 3; i += 1) await search(client, 'errors')
  await client.callTool({ name: 'list_standards', arguments: { language: 'go' } })
  await expect(rows(window)).toHaveCount(3)
  await expect(rows(window).first()).toContainText('“errors”')
  const tool = window.getByRole('columnheader', { name: 'Tool' })
  await tool.getByRole('button').click()
  await expect(tool).toHaveAttribute('aria-sort', 'descending')
  await tool.getByRole('button').click()
  await expect(tool).toHaveAttribute('aria-sort', 'ascending')
  await expect(rows(window).first()).toContainText('list_standards')

  await window.keyboard.press('/')
  await window.keyboard.type('testing')
  await expect(rows(window)).toHaveCount(1)
  await window.keyboard.press('Escape')
  await expect(rows(window)).toHaveCount(3)
  await window.getByRole('button', { name: 'Tool' }).last().click()
  await expect(window.locator('.filter-bar')).toContainText('Caches search_standards')
})

sharedTest(
  'an entry is dropped by its button or Delete, and all entries after a confirmation',
  async ({ window, plumbline }) => {
    const client = await plumbline.connectClient()
    for (const query of ['errors', 'naming', 'testing', 'logging']) await search(client, query)
    await expect(rows(window)).toHaveCount(4)
    await row(window, '“naming”').hover()
    await window.getByRole('button', { name: 'Drop search_standards, “naming”' }).click()
    await expect(row(window, '“naming”')).toBeHidden()
    await expect(rows(window)).toHaveCount(3)

    await window.getByRole('grid', { name: 'Cache entries' }).focus()
    await window.keyboard.press('Home')
    const first = await rows(window).first().textContent()
    await window.keyboard.press('Delete')
    await expect(rows(window)).toHaveCount(2)
    expect(await rows(window).allTextContents()).not.toContain(first)

    await window.getByRole('button', { name: 'Drop all' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Drop 2 entries' }).click()
    await expect(window.getByText('The cache is empty')).toBeVisible()
  },
)

sharedTest('the response of a dropped entry comes from the index again', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await row(window, '“errors”').click()
  await window.keyboard.press('Delete')
  await expect(window.getByText('The cache is empty')).toBeVisible()
  await search(client, 'errors')
  await expect(cell(window, '“errors”', HITS)).toHaveText('0')
})

test('the time for which responses are cached takes effect at once, and an invalid one is not applied', async ({
  window,
  plumbline,
}) => {
  const field = window.getByRole('textbox', { name: 'Cache responses for' })
  await expect(field).toHaveValue('300 s')
  await field.fill('soon')
  await field.press('Enter')
  await expect(window.getByText(/Enter a time in seconds/)).toBeVisible()
  await expect(field).toHaveValue('soon')
  await field.fill('2 min')
  await field.press('Enter')
  await expect(field).toHaveValue('120 s')
  await expect(window.getByText(/cached for 120 s/)).toBeVisible()
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await expect(row(window, '“errors”')).toContainText(/1[12]\d s/)
})

test('responses are cached only while the cache is on', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await expect(rows(window)).toHaveCount(1)
  const cacheSwitch = window.getByRole('switch', { name: 'Cache responses' })
  await cacheSwitch.press('Space')
  await expect(window.getByText('The cache is off: every response comes from the index.')).toBeVisible()
  await window.getByRole('link', { name: 'Activity' }).click()
  await expect
    .poll(async () => {
      await search(client, 'errors')
      return window.locator('.virtual-row').first().textContent()
    })
    .toContain('bypass')
  await window.getByRole('link', { name: 'Cache' }).click()
  await window.getByRole('switch', { name: 'Cache responses' }).press('Space')
  await expect
    .poll(async () => {
      await search(client, 'naming')
      return rows(window).count()
    })
    .toBeGreaterThan(0)
})

test('while the host is away, the entries stay and cannot be dropped', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await expect(rows(window)).toHaveCount(1)
  await plumbline.halt()
  await expect(window.getByText(/^As of /)).toBeVisible()
  await expect(window.getByRole('button', { name: 'Drop all' })).toBeDisabled()
  await expect(rows(window)).toHaveCount(1)
  await plumbline.resume()
  await expect(window.getByRole('button', { name: 'Drop all' })).toBeEnabled()
})
