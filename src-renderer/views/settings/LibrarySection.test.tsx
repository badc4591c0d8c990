import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../testing/open-window.tsx'
import { STANDARDS } from '../../testing/standards.ts'
import { type Engine, startEngine } from '../../testing/start-engine.ts'
import { fill, press } from '../../testing/user.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine(STANDARDS)
})
afterAll(() => engine.close())

const open = () => openPage(engine.host.bridge, '/settings')
const status = () => screen.getByRole('contentinfo')

it('empties the trash of the library, after a question', async () => {
  const trash = () => readdirSync(engine.library.path('.plumbline-trash'), { recursive: true }).map(String)
  open()
  await screen.findByText('Folder')
  expect(screen.queryByText('Deleted standards')).toBeNull()
  const user = openPage(engine.host.bridge, '/standards/go/testing.md')
  await screen.findByTitle('go/testing.md')
  await user.keyboard('{Delete}')
  await screen.findByText(/to the trash/)
  await user.click(screen.getByRole('link', { name: 'Settings' }))
  await screen.findByText(/^1 file, .*, in/)
  const answer = async (button: string) => {
    await user.click(screen.getByRole('button', { name: 'Empty' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: button }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  }
  await answer('Cancel')
  expect(trash().filter((name) => name.endsWith('testing.md'))).toHaveLength(1)
  await answer('Empty the trash')
  await screen.findByText('Deleted 1 file for good')
  await waitFor(() => expect(screen.queryByText('Deleted standards')).toBeNull())
  expect(trash()).toEqual(['.gitignore'])
})

it('makes a folder, serves it to clients, and goes back to its own', async () => {
  const ask = () => engine.callToolAs('tester', 'search_standards', { query: 'marmalade' })
  expect(await ask()).toContain('"total":0')
  const other = join(engine.library.folder, 'other')
  const user = open()
  await user.click(await screen.findByRole('button', { name: 'Create' }))
  const dialog = within(await screen.findByRole('dialog'))
  const folder = dialog.getByRole('textbox', { name: 'Folder' })
  await waitFor(() => expect(folder).toHaveValue(engine.userFolder))
  await fill(user, folder, other)
  await user.keyboard('{Enter}')
  await dialog.findByText('It will be created.')
  await press(user, dialog.getByRole('button', { name: 'Create and use it' }))
  await screen.findByText('Saved')
  await waitFor(() => expect(existsSync(other)).toBe(true))
  await waitFor(() => expect(status()).toHaveTextContent('/other'))
  writeFileSync(join(other, 'breakfast.md'), '# Breakfast\n\nNo marmalade without toast.\n')
  await waitFor(async () => expect(await ask()).toContain('Breakfast'))
  await user.click(await screen.findByRole('button', { name: 'Use it' }))
  await waitFor(async () => expect(await ask()).not.toContain('Breakfast'))
})

it('finds a folder by walking through folders', async () => {
  engine.core.settings.change({ library: engine.library.root })
  const user = open()
  await waitFor(() => expect(status()).toHaveTextContent(engine.library.root))
  await user.click(await screen.findByRole('button', { name: 'Choose' }))
  const dialog = within(await screen.findByRole('dialog'))
  const folder = dialog.getByRole('textbox', { name: 'Folder' })
  const isAt = (path: string) => waitFor(() => expect(folder).toHaveValue(path))
  await isAt(engine.library.root)
  await dialog.findByText(/\d markdown files$/)
  await user.click(dialog.getByRole('button', { name: 'python' }))
  await isAt(engine.library.path('python'))
  await dialog.findByText('No folders in it.')
  await press(user, dialog.getByRole('button', { name: 'The folder above' }))
  await user.click(await dialog.findByRole('button', { name: 'rust' }))
  await isAt(engine.library.path('rust'))
  await dialog.findByText('No folders in it.')
  await press(user, dialog.getByRole('button', { name: 'Use this folder' }))
  await waitFor(() => expect(status()).toHaveTextContent('1 standard'))
  expect(engine.settings().library).toBe(engine.library.path('rust'))
})
