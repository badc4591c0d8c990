import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { NATIVE_DIALOGUE, ON_EACH_HOST, sharedTest, test, textOf } from './fixtures.ts'

test.use({ view: '/settings' })

test('the chosen theme applies at once and survives a reload', ON_EACH_HOST, async ({ window }) => {
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
  expect(await ask()).toContain('Nothing found')
  const other = join(plumbline.home.library, '..', 'other')
  await window.getByRole('button', { name: 'Create', exact: true }).click()
  const dialog = window.getByRole('dialog')
  const folder = dialog.getByRole('textbox', { name: 'Folder' })
  // The dialogue fills in the user's folder after the host has answered, and would overwrite an earlier input.
  await expect(folder).not.toHaveValue('')
  await folder.fill(other)
  await folder.press('Enter')
  await expect(dialog.getByText('It will be created.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Create and use it' }).click()
  await expect(window.getByText('Saved')).toBeVisible()
  writeFileSync(join(other, 'breakfast.md'), '# Breakfast\n\nNo marmalade without toast.\n')
  await eventually(async () => (await ask()).includes('Breakfast'))
  await expect(window.getByRole('contentinfo')).toContainText('other')

  await window.getByRole('button', { name: 'Use it' }).click()
  await eventually(async () => !(await ask()).includes('Breakfast'))
})

sharedTest('a search leaves the settings that it finds', async ({ window }) => {
  await expect(window.getByRole('textbox', { name: 'Find a setting' })).toBeVisible()
  await window.keyboard.press('/')
  await window.keyboard.type('websocket')
  await expect(window.getByRole('switch', { name: 'WebSocket' })).toBeVisible()
  await expect(window.getByRole('switch', { name: 'TCP' })).toBeHidden()
  await window.keyboard.type(' zebra')
  await expect(window.getByText('No setting is called that.')).toBeVisible()
})
