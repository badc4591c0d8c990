import { readFileSync } from 'node:fs'
import type { Client } from '@modelcontextprotocol/client'
import { type Download, expect, type Page } from '@playwright/test'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { NATIVE_SAVE, test, textOf } from './fixtures.ts'

const table = (window: Page) => window.getByRole('grid', { name: 'Gaps' })
const rows = (window: Page) =>
  table(window)
    .getByRole('row')
    .filter({ has: window.getByRole('gridcell') })
const navigation = (window: Page) => window.getByRole('navigation', { name: 'Views' })
const nav = (window: Page) => navigation(window).getByRole('link', { name: 'Insights' })

async function goToInsights(window: Page): Promise<void> {
  await expect(nav(window)).toBeVisible()
  await window.keyboard.press('g')
  await window.keyboard.press('i')
  await expect(window).toHaveURL(/\/insights/)
}

const search = (client: Client, query: string) =>
  client.callTool({ name: 'search_standards', arguments: { query } })

test('what was asked for in vain is a row, with who asked, how often and what comes closest', async ({
  window,
  plumbline,
}) => {
  await goToInsights(window)
  await expect(window.getByRole('heading', { name: 'No gaps in 14 days' })).toBeVisible()
  const code = await plumbline.connectClient('claude-code')
  const cursor = await plumbline.connectClient('cursor-vscode')
  await search(code, 'zebra wombat')
  await search(cursor, 'zebra wombat')
  await cursor.callTool({ name: 'get_stdlib', arguments: { language: 'ruby', domain: 'testing' } })
  await code.callTool({ name: 'get_standard', arguments: { id: 'pythn/testing.md' } })
  await expect(rows(window)).toHaveCount(3)
  await expect(rows(window).first()).toContainText('“zebra wombat”')
  await expect(rows(window).first()).toContainText('Claude Code, Cursor')
  await expect(rows(window).filter({ hasText: 'ruby, testing' })).toContainText('/testing.md')
  await expect(rows(window).filter({ hasText: 'pythn/testing.md' })).toContainText('python/testing.md')
  await expect(window.getByText('asked for 4 times, and no standard answers them')).toBeVisible()
  await expect(nav(window)).toContainText('3')

  // Sorted by another column, narrowed to a client.
  await table(window).getByRole('button', { name: 'Asked for' }).click()
  await table(window).getByRole('button', { name: 'Asked for' }).click()
  await expect(rows(window)).toHaveText([/pythn/, /ruby/, /zebra/])
  await window.getByRole('button', { name: 'Client', exact: true }).click()
  await window.getByRole('menu').getByText('Claude Code').click()
  await expect(rows(window)).toHaveText([/pythn/, /zebra/])
  await window.reload()
  await expect(rows(window)).toHaveText([/pythn/, /zebra/])
  await window.getByRole('button', { name: 'Clear Client' }).click()
  await expect(rows(window)).toHaveCount(3)

  // The nearest one is a link, and O goes there.
  await rows(window).first().click()
  await window.keyboard.press('o')
  await expect(window).toHaveURL(/\/standards\/python\/testing\.md$/)
})

test('a gap becomes a standard that the same question then finds', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient('claude-code')
  expect(textOf(await search(client, 'narwhal zebra'))).toContain('"total":0')
  await goToInsights(window)
  await expect(rows(window)).toHaveCount(1)
  await expect(nav(window)).toContainText('1')
  await window.keyboard.press('w')
  await expect(window.getByRole('textbox', { name: 'Path in the library' })).toHaveValue('narwhal-zebra.md')
  await window.keyboard.press('Control+s')
  await expect.poll(async () => textOf(await search(client, 'narwhal zebra'))).toContain('narwhal-zebra.md')

  await nav(window).click()
  await expect(window.getByRole('heading', { name: 'No gaps in 14 days' })).toBeVisible()
  await expect(nav(window)).toHaveText('Insights')
  await window.getByRole('button', { name: '1 answered' }).click()
  await expect(rows(window)).toContainText('Answered')
  await expect(rows(window).getByRole('link', { name: 'narwhal-zebra.md' })).toBeVisible()
})

test('a gap is dismissed and brought back, by key and by button', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient('claude-code')
  await search(client, 'zebra wombat')
  await search(client, 'narwhal okapi')
  await goToInsights(window)
  await expect(rows(window)).toHaveCount(2)
  await window.keyboard.press('a')
  await expect(rows(window)).toHaveCount(1)
  await window.keyboard.press('Control+z')
  await expect(rows(window)).toHaveCount(2)
  await rows(window).first().hover()
  await rows(window)
    .first()
    .getByRole('button', { name: /^Dismiss/ })
    .click()
  await expect(rows(window)).toHaveCount(1)
  await expect(nav(window)).toContainText('1')
  await window.getByRole('button', { name: '1 dismissed' }).click()
  await expect(rows(window)).toHaveCount(1)
  await rows(window).getByRole('button', { name: 'Bring back' }).click()
  await expect(window.getByRole('heading', { name: 'Nothing is dismissed' })).toBeVisible()
  await window.getByRole('button', { name: '0 dismissed' }).click()
  await expect(rows(window)).toHaveCount(2)
})

test('what is used, what is not, and by whom', async ({ window, plumbline }) => {
  const code = await plumbline.connectClient('claude-code')
  const other = await plumbline.connectClient('homemade')
  const read = (client: Client, id: string) => client.callTool({ name: 'get_standard', arguments: { id } })
  for (const id of ['go/testing.md', 'go/testing.md', 'rust/security.md']) await read(code, id)
  await read(other, 'go/testing.md')
  await goToInsights(window)
  const most = window.getByRole('region', { name: 'Most used' })
  await expect(most.getByRole('link')).toHaveText([/^Go testing3$/, /^Rust security1$/])
  const never = window.getByRole('region', { name: 'Never used' })
  const total = Object.keys(STARTER_FILES).length - 2
  await expect(never.getByRole('button', { name: `Never used ${total}` })).toBeVisible()
  await expect(never.getByRole('link')).toHaveCount(12)
  await never.getByRole('button', { name: `Show all ${total}` }).click()
  await expect(never.getByRole('link')).toHaveCount(total)
  await never.getByRole('button', { name: 'Least used' }).click()
  await expect(never.getByRole('link')).toHaveText([/^Rust security/, /^Go testing/])
  const clients = window.getByRole('region', { name: 'By client' })
  await expect(clients.getByRole('listitem')).toHaveText(['Claude Code3', 'homemade1'])
  await expect(clients.locator('.recharts-bar-rectangle').first()).toBeAttached()
  await window.getByText('24 h', { exact: true }).click()
  await expect(clients).toContainText('calls an hour')
  await expect(clients.getByRole('listitem')).toHaveText(['Claude Code3', 'homemade1'])
  // Live: the next call counts.
  await read(code, 'rust/security.md')
  await expect(most.getByRole('link')).toHaveText([/^Go testing3$/, /^Rust security2$/])
  await most.getByRole('link', { name: /Rust security/ }).click()
  await expect(window).toHaveURL(/\/standards\/rust\/security\.md$/)
})

test('it can be taken away as a file', async ({ window, plumbline }) => {
  test.skip(plumbline.kind === 'electron', NATIVE_SAVE)
  const client = await plumbline.connectClient('claude-code')
  await search(client, 'zebra, "wombat"')
  await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
  await goToInsights(window)
  await expect(rows(window)).toHaveCount(1)
  const take = async (name: string): Promise<string> => {
    const coming = window.waitForEvent('download')
    await window.getByRole('button', { name: 'Export' }).click()
    await window.getByRole('menuitem', { name }).click()
    const download: Download = await coming
    return readFileSync(await download.path(), 'utf8')
  }
  expect(await take('Gaps as CSV')).toMatch(/\r\n"“zebra, ""wombat""”",search_standards,1,claude-code,/)
  const usage = (await take('Use of every standard as CSV')).trim().split('\r\n')
  expect(usage).toHaveLength(1 + Object.keys(STARTER_FILES).length)
  expect(usage[1]).toMatch(/^go\/testing\.md,Go testing,1,/)
  expect(JSON.parse(await take('Both as JSON'))).toMatchObject({ days: 14, gaps: [{ times: 1 }] })
})

test('works by keyboard alone', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient('claude-code')
  await search(client, 'zebra wombat')
  await search(client, 'narwhal okapi')
  await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
  await goToInsights(window)
  await expect(rows(window)).toHaveCount(2)
  for (let at = 0; at < 40; at++) {
    if (await table(window).evaluate((element) => element === element.ownerDocument.activeElement)) break
    await window.keyboard.press('Tab')
  }
  await expect(table(window)).toBeFocused()
  await window.keyboard.press('ArrowDown')
  await expect(rows(window).nth(1)).toHaveAttribute('aria-selected', 'true')
  // Behind the table's heads come the panes below it, not its rows.
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
})
