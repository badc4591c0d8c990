import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { connectTo } from '../testing/window-host.ts'
import { sharedTest, test } from './fixtures.ts'

test('the library is chosen in the dialogue of the system', async ({ desktop, window }) => {
  const other = join(desktop.home.library, '..', 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'breakfast.md'), '# Breakfast\n\nNo marmalade without toast.\n')
  await window.getByRole('link', { name: 'Settings' }).click()
  // A cancelled dialogue changes nothing.
  await window.getByRole('button', { name: 'Choose' }).click()
  await expect.poll(async () => (await desktop.seen()).dialogs.length).toBe(1)
  await expect(window.getByRole('contentinfo')).toContainText('2 standards')
  await desktop.answer(other)
  await window.getByRole('button', { name: 'Choose' }).click()
  await expect(window.getByRole('contentinfo')).toContainText('1 standard')
  const client = await connectTo(desktop.home)
  const found = await client.callTool({ name: 'search_standards', arguments: { query: 'marmalade' } })
  expect(JSON.stringify(found)).toContain('breakfast.md')
  await client.close()
})

sharedTest('a standard is shown in its folder and opened in another program', async ({ desktop, window }) => {
  await window.evaluate("window.plumbline.call('standards.reveal', { id: 'go/testing.md' })")
  await window.evaluate("window.plumbline.call('standards.openOutside', { id: 'python/naming.md' })")
  expect((await desktop.seen()).opened).toEqual([
    join(desktop.home.library, 'go', 'testing.md'),
    join(desktop.home.library, 'python', 'naming.md'),
  ])
})

sharedTest('exported activity can be downloaded once', async ({ window }) => {
  const fetched = await window.evaluate(`(async () => {
    const { output } = await window.plumbline.call('activity.export', { filter: {}, format: 'csv' })
    const first = await fetch(output.path)
    const head = [first.status, first.headers.get('content-disposition'), (await first.text()).split(',')[0]]
    return [...head, (await fetch(output.path)).status]
  })()`)
  expect(fetched).toEqual([
    200,
    expect.stringMatching(/^attachment; filename=".*\.csv"$/),
    expect.any(String),
    404,
  ])
})
