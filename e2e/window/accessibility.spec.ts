import { execFileSync } from 'node:child_process'
import { expect, type Page } from '@playwright/test'
import { BUILT_CLI } from '../testing/built-plumbline.ts'
import { type ClientHome, makeClientHome } from '../testing/client-home.ts'
import { fakeClaudeDesktop } from '../testing/fake-claude-desktop.ts'
import { findFaults } from '../testing/find-faults.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import { startWindowHost, type WindowHost } from '../testing/window-host.ts'
import { adjustPage, test as base } from './fixtures.ts'

const CLIENT_FILES = {
  '.claude.json': '{}',
  '.config/Claude/claude_desktop_config.json': '{}',
  '.config/Code/User/mcp.json': '{}',
  '.cursor/mcp.json': '{',
}
const BROKEN = '---\ntitle: Errors\nglobs: *.py\n---\n# Errors\n\nRaise early.\n'
const FILES = { ...STARTER_FILES, 'broken.md': BROKEN }
const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 900, height: 600 }

/** One host and one page for all tests of this file, with content for every view. */
const test = base.extend<object, { readonly filled: { readonly host: WindowHost; readonly page: Page } }>({
  filled: [
    async ({ browser }, use) => {
      const user = makeClientHome(CLIENT_FILES)
      const host = await startWindowHost({
        files: FILES,
        env: user.env,
        // Longer than the tests of this file take.
        settings: { cache: { ttl: 86_400 } },
      })
      const args = ['connect', 'claude-code', 'claude-desktop', '--yes', '--home', host.home.home]
      execFileSync(process.execPath, [BUILT_CLI, ...args], { env: { ...process.env, ...user.env } })
      const claude = fakeClaudeDesktop(user.dir, 'legacy')
      await claude.start()
      const client = await host.connectClient('claude-code')
      for (const query of ['errors', 'xylophone', ''])
        await client.callTool({ name: 'search_standards', arguments: { query } })
      await client.callTool({ name: 'list_standards', arguments: { limit: 'many' } })
      await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
      const page = await browser.newPage()
      await use({ host, page })
      await page.context().close()
      await claude.quit()
      await host.close()
      user.remove()
    },
    { scope: 'worker' },
  ],
  host: ({ filled }, use) => use(filled.host),
  context: ({ page }, use) => use(page.context()),
  page: async ({ filled, viewport, colorScheme }, use) => {
    await adjustPage(filled.page, viewport, colorScheme)
    await use(filled.page)
  },
})

// Sequential, so that all tests run in one worker and on one host.
test.describe.configure({ mode: 'default' })
test.skip(({ hostKind }) => hostKind === 'electron', 'The page is the same on every host.')

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`axe finds no serious fault, ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('in the activity and a request', async ({ window }) => {
      await open(window, 'Activity')
      await rows(window, 'Requests').filter({ hasText: 'errors' }).click()
      await expect(window.getByRole('complementary', { name: 'Request' })).toContainText('errors')
      expect(await findFaults(window)).toEqual([])
    })

    test('in the cache', async ({ window, plumbline }) => {
      await open(window, 'Cache')
      const entry = rows(window, 'Cache entries').filter({ hasText: '“fixture”' })
      // The tests before this one write standards, which empties the cache.
      const client = await plumbline.connectClient('claude-code')
      await expect(async () => {
        await client.callTool({ name: 'search_standards', arguments: { query: 'fixture' } })
        await expect(entry).toBeVisible({ timeout: 2_000 })
      }).toPass()
      await entry.click()
      expect(await findFaults(window)).toEqual([])
    })

    test('in the errors', async ({ window }) => {
      await open(window, 'Errors')
      await expect(window.getByRole('listbox', { name: 'Errors' }).getByRole('option')).toHaveCount(3)
      expect(await findFaults(window)).toEqual([])
    })

    test('in the insights', async ({ window }) => {
      await open(window, 'Insights')
      await expect(window.getByRole('grid', { name: 'Gaps' })).toContainText('xylophone')
      await expect(window.locator('.recharts-bar-rectangle').first()).toBeAttached()
      expect(await findFaults(window)).toEqual([])
    })

    test('in the settings', async ({ window }) => {
      await open(window, 'Settings')
      await expect(window.getByRole('heading', { name: 'Folder', exact: true })).toBeVisible()
      expect(await findFaults(window)).toEqual([])
    })

    test('in the connections and the difference of a client entry', async ({ window }) => {
      await open(window, 'Connections')
      await expect(window.getByRole('article', { name: 'Claude Desktop' })).toContainText('Live')
      await expect(window.getByRole('article', { name: 'Cursor' })).toContainText('File is broken')
      expect(await findFaults(window)).toEqual([])
      const vscode = window.getByRole('article', { name: 'VS Code' })
      await vscode.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(window.getByRole('dialog').getByRole('region', { name: /^Difference/ })).toBeVisible()
      expect(await findFaults(window)).toEqual([])
    })

    for (const viewport of [WIDE, NARROW])
      test.describe(`${viewport.width} wide`, () => {
        test.use({ viewport })

        test('in a standard and a search', async ({ window, plumbline }) => {
          await window.goto(`${plumbline.origin}/standards/python/testing.md`)
          await window.getByRole('region', { name: 'Document' }).waitFor()
          expect(await findFaults(window)).toEqual([])
          await window.getByRole('textbox', { name: 'Search standards' }).fill('fixture')
          await window.getByRole('option').first().locator('mark').first().waitFor()
          expect(await findFaults(window)).toEqual([])
        })

        test('in the editor and a conflict', async ({ window, plumbline }) => {
          const id = `${colorScheme}-${viewport.width}.md`
          plumbline.home.write(id, `${STARTER_FILES['python/testing.md']}`)
          await window.goto(`${plumbline.origin}/standards/${id}?edit=1`)
          await window.getByRole('textbox', { name: `Text of ${id}` }).focus()
          await window.keyboard.type('Mine.')
          await window.getByText('Not saved', { exact: true }).waitFor()
          expect(await findFaults(window)).toEqual([])
          plumbline.home.write(id, `${STARTER_FILES['python/testing.md']}\nTheirs.\n`)
          await window.getByRole('button', { name: 'Compare' }).click()
          await window.getByText('2 differences').waitFor()
          expect(await findFaults(window)).toEqual([])
        })
      })
  })

/** A host that shows the first run, with the same clients. */
const firstRun = base.extend<{ readonly user: ClientHome }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
  user: async ({}, use) => {
    const user = makeClientHome(CLIENT_FILES)
    await use(user)
    user.remove()
  },
  start: ({ user }, use) => use({ env: user.env, welcomed: false, settings: { library: null } }),
})

for (const colorScheme of ['light', 'dark'] as const)
  firstRun.describe(`axe finds no serious fault, ${colorScheme}`, () => {
    firstRun.use({ colorScheme })
    firstRun('on the first run', async ({ window }) => {
      await expect(window.getByRole('article', { name: 'Claude Desktop' })).toBeVisible()
      expect(await findFaults(window)).toEqual([])
    })
  })

async function open(window: Page, view: string): Promise<void> {
  const views = window.getByRole('navigation', { name: 'Views' })
  await views.getByRole('link', { name: new RegExp(`^${view}`) }).click()
}

const rows = (window: Page, grid: string) => window.getByRole('grid', { name: grid }).locator('.virtual-row')
