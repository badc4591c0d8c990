import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { NATIVE_DIALOGUE, ON_EACH_HOST, readOnlyTest, test, textOf } from './fixtures.ts'

const open = (window: Page) => window.getByRole('link', { name: 'Settings' }).click()

function settingsOf(home: string): Record<string, Record<string, unknown>> {
  return JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'))
}

test('a setting is written at once, and says so', async ({ plumbline, window }) => {
  await open(window)
  await window.getByRole('textbox', { name: 'Days to keep requests' }).fill('7')
  await window.keyboard.press('Enter')
  await expect(window.getByText('Saved')).toBeVisible()
  await expect(window.getByRole('textbox', { name: 'Days to keep requests' })).toHaveValue('7 days')
  expect(settingsOf(plumbline.home.home).activity).toEqual({ keepDays: 7 })

  await window.getByRole('switch', { name: 'Hide secrets before they are written' }).press('Space')
  await eventually(() => settingsOf(plumbline.home.home).activity?.mask === false)
})

test('a wrong value stays in view with its reason, and the old one works on', async ({
  plumbline,
  window,
}) => {
  await open(window)
  const port = window.getByRole('textbox', { name: 'Port', exact: true })
  await port.fill('80')
  await port.press('Enter')
  await expect(window.getByRole('alert').filter({ hasText: /1024/ })).toContainText(/Still serving on \d+/)
  await expect(port).toHaveValue('80')
  expect(settingsOf(plumbline.home.home).endpoint).toBeUndefined()
  const health = await fetch(`${plumbline.endpoint}/health`)
  expect(health.status).toBe(200)
  await port.press('Escape')
  await expect(port).toHaveValue('9001')
  await expect(window.getByRole('alert').filter({ hasText: /1024/ })).toBeHidden()
})

test('what somebody else writes into the file shows, and a broken file is told', async ({
  plumbline,
  window,
}) => {
  await open(window)
  const file = join(plumbline.home.home, 'settings.json')
  const settings = settingsOf(plumbline.home.home)
  writeFileSync(file, JSON.stringify({ ...settings, activity: { keepDays: 99 } }))
  await expect(window.getByRole('textbox', { name: 'Days to keep requests' })).toHaveValue('99 days')
  writeFileSync(file, '{ "activity": ')
  await expect(window.getByRole('alert').filter({ hasText: 'settings.json' })).toBeVisible()
  await expect(window.getByRole('textbox', { name: 'Days to keep requests' })).toHaveValue('99 days')
})

test('the window takes the theme that was chosen, and keeps it', ON_EACH_HOST, async ({ window }) => {
  await open(window)
  await window.getByRole('radio', { name: 'Dark' }).press('Space')
  await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await window.reload()
  await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('another library is served to every client, without a restart', async ({ plumbline, window }) => {
  test.skip(plumbline.kind === 'electron', NATIVE_DIALOGUE)
  const client = await plumbline.connectClient()
  const ask = async () =>
    textOf(await client.callTool({ name: 'search_standards', arguments: { query: 'marmalade' } }))
  expect(await ask()).toContain('"total":0')
  const other = join(plumbline.home.library, '..', 'other')
  await open(window)
  await window.getByRole('button', { name: 'Create', exact: true }).click()
  const dialog = window.getByRole('dialog')
  const folder = dialog.getByRole('textbox', { name: 'Folder' })
  // It begins with the user's own folder once the host has said which; what is filled in meanwhile is put behind that.
  await expect(folder).not.toHaveValue('')
  await folder.fill(other)
  await folder.press('Enter')
  await expect(dialog.getByText('It will be made.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Create and use it' }).click()
  await expect(window.getByText('Saved')).toBeVisible()
  writeFileSync(join(other, 'breakfast.md'), '# Breakfast\n\nNo marmalade without toast.\n')
  await eventually(async () => (await ask()).includes('Breakfast'), 20_000)
  await expect(window.getByRole('contentinfo')).toContainText('other')

  await window.getByRole('button', { name: 'Use it' }).click()
  await eventually(async () => !(await ask()).includes('Breakfast'), 20_000)
})

test('a folder is found by walking through folders', async ({ plumbline, window }) => {
  test.skip(plumbline.kind === 'electron', NATIVE_DIALOGUE)
  await open(window)
  await window.getByRole('button', { name: 'Choose' }).click()
  const dialog = window.getByRole('dialog')
  await expect(dialog.getByText('32 markdown files')).toBeVisible()
  await dialog.getByRole('button', { name: 'python' }).click()
  await expect(dialog.getByText('5 markdown files')).toBeVisible()
  await dialog.getByRole('button', { name: 'The folder above' }).click()
  await dialog.getByRole('button', { name: 'go', exact: true }).click()
  await dialog.getByRole('button', { name: 'Use this folder' }).click()
  await expect(window.getByRole('contentinfo')).toContainText('5 standards')
  expect(settingsOf(plumbline.home.home).library).toBe(join(plumbline.home.library, 'go'))
})

test('what was deleted can be deleted for good, after a question', async ({ plumbline, window }) => {
  test.skip(plumbline.kind === 'electron', 'The desktop app deletes into the trash of the system.')
  const trash = () =>
    readdirSync(join(plumbline.home.library, '.plumbline-trash'), { recursive: true }).map(String)
  await open(window)
  await expect(window.getByText('Deleted standards')).toBeHidden()
  await window.goto(`${plumbline.origin}/standards/go/testing.md`)
  await window.getByRole('region', { name: 'Document' }).waitFor()
  await window.keyboard.press('Delete')
  await expect(window.getByText('to the trash')).toBeVisible()
  await open(window)
  await expect(window.getByText(/^1 file, .* in the library\.$/)).toBeVisible()
  await window.getByRole('button', { name: 'Empty', exact: true }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(trash().filter((name) => name.endsWith('testing.md'))).toHaveLength(1)
  await window.getByRole('button', { name: 'Empty', exact: true }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Empty the trash' }).click()
  await expect(window.getByText('Deleted 1 file for good')).toBeVisible()
  await expect(window.getByText('Deleted standards')).toBeHidden()
  expect(trash()).toEqual(['.gitignore'])
})

test('bodies that are not to be kept are not kept', async ({ plumbline, window }) => {
  await open(window)
  await window.getByRole('switch', { name: 'Keep request and response bodies' }).press('Space')
  await eventually(() => settingsOf(plumbline.home.home).activity?.bodies === false)
  const client = await plumbline.connectClient()
  await client.callTool({ name: 'search_standards', arguments: { query: 'unmistakable-words' } })
  await window.getByRole('region', { name: 'Traffic' }).getByRole('link', { name: 'Activity' }).click()
  await expect(window.getByText('unmistakable-words')).toBeVisible()
  const log = readFileSync(join(plumbline.home.home, 'activity.db-wal'), 'latin1')
  expect(log).toContain('unmistakable-words')
  expect(log).not.toContain('structuredContent')
})

readOnlyTest('a search leaves the settings that it finds', async ({ window }) => {
  await open(window)
  await expect(window.getByRole('textbox', { name: 'Find a setting' })).toBeVisible()
  await window.keyboard.press('/')
  await window.keyboard.type('websocket')
  await expect(window.getByRole('switch', { name: 'WebSocket' })).toBeVisible()
  await expect(window.getByRole('switch', { name: 'TCP' })).toBeHidden()
  await window.keyboard.type(' zebra')
  await expect(window.getByText('No setting is called that.')).toBeVisible()
})
