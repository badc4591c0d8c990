import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { type ClientHome, makeClientHome } from '../testing/client-home.ts'
import { clipboardText, tabTo } from '../testing/page-user.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import type { HostOptions, WindowHost } from '../testing/window-host.ts'
import { test as base, ON_EACH_HOST } from './fixtures.ts'

const test = base.extend<{ readonly user: ClientHome; readonly fresh: Partial<HostOptions> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
  user: async ({}, use) => {
    const user = makeClientHome({ '.config/Claude/claude_desktop_config.json': '{}', '.claude.json': '{}' })
    await use(user)
    user.remove()
  },
  start: async ({ user }, use) => use({ env: user.env, welcomed: false, settings: { library: null } }),
})

const settingsOf = ({ home }: WindowHost) =>
  JSON.parse(readFileSync(join(home.home, 'settings.json'), 'utf8'))
const start = (window: Page) => window.getByRole('button', { name: 'Start', exact: true })
const standards = (window: Page) => window.getByRole('listbox', { name: 'Standards' })

test('can be completed by keyboard with the chosen starter standards, and is not shown again', async ({
  window,
  plumbline,
}) => {
  const total = Object.keys(STARTER_FILES).length
  const chosen = Object.keys(STARTER_FILES).filter((name) => !name.startsWith('go/')).length
  const title = 'Keep your standards in front of your assistants'
  await expect(window.getByRole('heading', { name: title })).toBeVisible()
  await expect(window.getByRole('navigation')).toBeHidden()
  await expect(window.getByRole('radio', { name: `Start with ${total} standards` })).toBeChecked()
  const go = window.getByRole('checkbox', { name: 'Go', exact: true })
  await expect(go).toBeChecked()
  await expect(window.getByRole('article', { name: 'Claude Desktop' })).toBeVisible()
  await window.keyboard.press('Tab')
  await expect(window.getByRole('radio', { name: /^Start with/ })).toBeFocused()
  await window.keyboard.press('ArrowRight')
  await expect(window.getByRole('radio', { name: 'Use a folder of mine' })).toBeChecked()
  await expect(start(window)).toBeDisabled()
  await expect(go).toBeHidden()
  await window.keyboard.press('ArrowLeft')
  await tabTo(window, go)
  await window.keyboard.press('Space')
  await expect(go).not.toBeChecked()
  await expect(window.getByRole('radio', { name: `Start with ${chosen} standards` })).toBeChecked()
  await tabTo(window, start(window))
  await window.keyboard.press('Enter')
  await expect(standards(window)).toBeVisible()
  await expect(window.getByText(`${chosen} standards`, { exact: true })).toBeVisible()
  expect(existsSync(join(plumbline.home.home, 'standards/go'))).toBe(false)
  expect(existsSync(join(plumbline.home.home, 'standards/python/testing.md'))).toBe(true)
  await expect.poll(() => settingsOf(plumbline).welcomed).toBe(true)
  await window.reload()
  await expect(standards(window)).toBeVisible()
  await plumbline.halt()
  await plumbline.resume()
  await window.goto(plumbline.address)
  await expect(standards(window)).toBeVisible()
})

test(
  'connects an assistant, suggests a question, and can be skipped',
  ON_EACH_HOST,
  async ({ window, plumbline, user, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const claude = window.getByRole('article', { name: 'Claude Desktop' })
    await expect(claude).toContainText('Found.')
    await expect(window.getByText('Also here: Claude Code.')).toBeVisible()
    await claude.getByRole('button').click()
    await window.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(claude).toContainText('Restart needed')
    const config = JSON.parse(user.read('.config/Claude/claude_desktop_config.json'))
    expect(config.mcpServers.plumbline).toBeDefined()
    await window.getByRole('button', { name: 'Show all' }).click()
    await expect(window.getByRole('article', { name: 'Claude Code' })).toContainText('Found.')
    await window.getByRole('button', { name: 'Copy', exact: true }).click()
    expect(await clipboardText(window)).toBe('What do our standards say about testing in Python?')
    await window.getByRole('button', { name: 'Skip' }).click()
    await expect(standards(window)).toBeVisible()
    await window.reload()
    await expect(standards(window)).toBeVisible()
    await expect.poll(() => settingsOf(plumbline)).toMatchObject({ welcomed: true })
  },
)
