import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { WindowHost } from '../testing/window-host.ts'
import { sharedTest, test } from './fixtures.ts'

// A view that loads faster than the first one.
test.use({ view: '/settings' })

const BROKEN = '---\ntitle: Errors\nglobs: *.py\nupdatedAt: 2026-11-06\n---\n# Errors\n\nRaise early.\n'
const rows = (window: Page) => window.getByRole('listbox', { name: 'Errors' }).getByRole('option')
const row = (window: Page, text: string | RegExp) => rows(window).filter({ hasText: text })
const navigation = (window: Page) => window.getByRole('navigation', { name: 'Views' })
const readFile = ({ home }: WindowHost, id: string) => readFileSync(join(home.library, id), 'utf8')

async function goToErrors(window: Page): Promise<void> {
  await expect(navigation(window).getByRole('link', { name: 'Errors' })).toBeVisible()
  await window.keyboard.press('g')
  await window.keyboard.press('e')
  await expect(window).toHaveURL(/\/errors/)
}

test.describe('with a valid library', () => {
  test.use({ start: { files: { 'go/errors.md': '# Go errors\n\nWrap them.\n' } } })

  test('is empty at first, then lists an error of each source', async ({ window, plumbline }) => {
    await goToErrors(window)
    await expect(window.getByRole('heading', { name: 'No errors' })).toBeVisible()

    const client = await plumbline.connectClient('cursor-vscode', '3.2.1')
    await expect(client.callTool({ name: 'get_stdlibs', arguments: {} })).rejects.toThrow(/Unknown tool/)
    await client.callTool({ name: 'search_standards', arguments: { query: 'wrap', limit: 900 } })
    plumbline.home.write('python/errors.md', BROKEN)
    const taken = createServer().listen(0, '127.0.0.1')
    try {
      await expect.poll(() => taken.address()).not.toBeNull()
      const { port } = taken.address() as { port: number }
      plumbline.home.writeSettings({
        welcomed: true,
        library: plumbline.home.library,
        endpoint: { tcp: true, tcpPort: port },
      })
      await expect(rows(window)).toHaveCount(4)
    } finally {
      taken.close()
    }
    await expect(row(window, 'Unknown tool')).toContainText('-32602, Cursor')
    await expect(row(window, 'search_standards was called with wrong arguments')).toContainText('once')
    await expect(row(window, 'The value of "globs" begins with *')).toContainText('python/errors.md:3')
    await expect(row(window, 'A port that the settings name cannot be had')).toBeVisible()
    await expect(navigation(window).getByRole('link', { name: 'Errors' })).toContainText('4')

    for (const [source, text] of [
      ['Index', 'The value of "globs"'],
      ['Tool', 'wrong arguments'],
      ['Protocol', 'Unknown tool'],
      ['System', 'A port'],
    ] as const) {
      await window.getByText(`${source} 1`, { exact: true }).click()
      await expect(rows(window)).toHaveCount(1)
      await expect(rows(window)).toContainText(text)
    }
    await expect(window.getByRole('button', { name: 'Choose another port' })).toBeVisible()
    // The filter is in the address, so it survives a reload.
    await window.reload()
    await expect(rows(window)).toHaveCount(1)
    await window.getByText('All 4', { exact: true }).click()
    await expect(rows(window)).toHaveCount(4)
  })

  sharedTest(
    'an acknowledged error is hidden, and listed again when it occurs again',
    async ({ window, plumbline }) => {
      const client = await plumbline.connectClient('claude-code')
      const fail = () =>
        client.callTool({ name: 'search_standards', arguments: { query: 'wrap', limit: 900 } })
      await fail()
      await fail()
      await goToErrors(window)
      await expect(rows(window)).toContainText('2 times')
      await window.keyboard.press('a')
      await expect(window.getByRole('heading', { name: 'No errors' })).toBeVisible()
      await expect(navigation(window).getByRole('link', { name: 'Errors' })).toHaveText('Errors')
      await window.keyboard.press('Control+z')
      await expect(rows(window)).toHaveCount(1)
      await window.getByRole('button', { name: 'Acknowledge', exact: true }).click()
      await expect(rows(window)).toHaveCount(0)

      await window.getByRole('switch', { name: 'Acknowledged' }).click()
      await expect(rows(window)).toHaveCount(1)
      await expect(window.getByRole('button', { name: 'Acknowledged' })).toHaveAttribute(
        'aria-pressed',
        'true',
      )
      await window.getByRole('switch', { name: 'Acknowledged' }).click()
      await expect(rows(window)).toHaveCount(0)

      await fail()
      await expect(rows(window)).toContainText('3 times')
      await expect(navigation(window).getByRole('link', { name: 'Errors' })).toContainText('1')
      await window.getByRole('link', { name: 'Show the newest request' }).click()
      await expect(window).toHaveURL(/\/activity\/\d+$/)
    },
  )

  sharedTest(
    'the selected error stays when another one is added, and is acknowledged by key',
    async ({ window, plumbline }) => {
      const client = await plumbline.connectClient('claude-code')
      await client.callTool({ name: 'search_standards', arguments: { query: 'wrap', limit: 900 } })
      await goToErrors(window)
      const read = window.getByRole('heading', {
        level: 2,
        name: 'search_standards was called with wrong arguments',
      })
      await expect(read).toBeVisible()
      await expect(client.callTool({ name: 'other', arguments: {} })).rejects.toThrow(/Unknown tool/)
      await expect(rows(window)).toHaveCount(2)
      await expect(read).toBeVisible()
      await window.keyboard.press('a')
      await expect(rows(window)).toHaveCount(1)
      await expect(rows(window)).toContainText('Unknown tool')
    },
  )

  sharedTest('all errors can be acknowledged, and all can be cleared', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient('claude-code')
    for (const name of ['one', 'two'])
      await expect(client.callTool({ name, arguments: {} })).rejects.toThrow(/Unknown tool/)
    await client.callTool({ name: 'search_standards', arguments: { query: '' } })
    await goToErrors(window)
    await expect(rows(window)).toHaveCount(3)
    await window.getByRole('button', { name: 'Acknowledge all' }).click()
    await expect(rows(window)).toHaveCount(0)
    await window.getByRole('button', { name: 'Undo' }).click()
    await expect(rows(window)).toHaveCount(3)
    await row(window, 'The query is empty').click()
    await window.getByRole('button', { name: 'Clear this error' }).click()
    await expect(rows(window)).toHaveCount(2)
    await window.getByRole('button', { name: 'More' }).click()
    await window.getByRole('menuitem', { name: 'Clear all errors…' }).click()
    await window.getByRole('button', { name: 'Clear all errors' }).click()
    await expect(window.getByRole('heading', { name: 'No errors' })).toBeVisible()
    await window.reload()
    await expect(window.getByRole('heading', { name: 'No errors' })).toBeVisible()
  })
})

test.describe('with a broken file', () => {
  test.use({ start: { files: { 'go/errors.md': '# Go errors\n', 'python/errors.md': BROKEN } } })

  test('marks the wrong part of the line, fixes it, and undoes the fix', async ({ window, plumbline }) => {
    await goToErrors(window)
    const detail = window.getByRole('region', { name: /The value of "globs"/ })
    await expect(detail).toContainText('globs: "*.py"')
    await expect(detail.locator('mark')).toHaveText('*.py')
    await expect(detail.getByRole('listitem')).toHaveCount(5)
    await expect(detail).toContainText('Changes line 3 only, every other byte stays.')

    await window.keyboard.press('Alt+Enter')
    await expect(window.getByRole('heading', { name: 'No errors' })).toBeVisible()
    expect(readFile(plumbline, 'python/errors.md')).toBe(BROKEN.replace('*.py', '"*.py"'))
    await window.getByRole('button', { name: 'Undo' }).click()
    await expect(rows(window)).toHaveCount(1)
    expect(readFile(plumbline, 'python/errors.md')).toBe(BROKEN)
    await detail.getByRole('button', { name: 'Add quotes' }).click()
    await expect(rows(window)).toHaveCount(0)
  })

  test('opens the file at its line in the editor', async ({ window }) => {
    await goToErrors(window)
    await expect(rows(window)).toHaveCount(1)
    await window.getByRole('listbox', { name: 'Errors' }).focus()
    await window.keyboard.press('Enter')
    await expect(window).toHaveURL(/\/standards\/python\/errors\.md\?edit=1&line=3$/)
    await expect(window.getByText('globs: *.py').first()).toBeVisible()
    await window.goBack()
    await window.getByRole('button', { name: 'Open at line 3' }).click()
    await expect(window).toHaveURL(/line=3$/)
  })

  test('works by keyboard alone', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient('claude-code')
    await client.callTool({ name: 'search_standards', arguments: { query: '' } })
    await goToErrors(window)
    await expect(rows(window)).toHaveCount(2)
    await expect(rows(window).first()).toHaveAttribute('aria-selected', 'true')
    await window.keyboard.press('j')
    await expect(rows(window).nth(1)).toHaveAttribute('aria-selected', 'true')
    await window.keyboard.press('k')
    await expect(rows(window).first()).toHaveAttribute('aria-selected', 'true')
    const list = window.getByRole('listbox', { name: 'Errors' })
    for (let at = 0; at < 30; at++) {
      if (await list.evaluate((element) => element === element.ownerDocument.activeElement)) break
      await window.keyboard.press('Tab')
    }
    await expect(list).toBeFocused()
    await window.keyboard.press('ArrowDown')
    await expect(rows(window).nth(1)).toHaveAttribute('aria-selected', 'true')
  })
})
