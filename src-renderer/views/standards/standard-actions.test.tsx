import { existsSync } from 'node:fs'
import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../testing/open-window.tsx'
import { STANDARDS } from '../../testing/standards.ts'
import { type Engine, startEngine } from '../../testing/start-engine.ts'
import { fill } from '../../testing/user.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine(STANDARDS)
})
afterAll(() => engine.close())

const hasFile = (id: string) => existsSync(engine.library.path(id))
/** Resolves when this standard is read, and no dialogue is in front of it. */
async function shows(id: string): Promise<void> {
  await screen.findByTitle(id)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
}

it('duplicates a standard beside it', async () => {
  const user = openPage(engine.host.bridge, '/standards/go/testing.md')
  await shows('go/testing.md')
  await user.keyboard('{Shift>}D{/Shift}')
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByRole('textbox', { name: 'Path in the library' })).toHaveValue('go/testing copy.md')
  await user.click(dialog.getByRole('button', { name: 'Duplicate' }))
  await shows('go/testing copy.md')
  expect(location.pathname).toBe('/standards/go/testing%20copy.md')
  expect(engine.read('go/testing copy.md')).toBe(STANDARDS['go/testing.md'])
})

it('moves a standard to where nothing is, and back', async () => {
  const user = openPage(engine.host.bridge, '/standards/rust/testing.md')
  await shows('rust/testing.md')
  await user.keyboard('{F2}')
  const dialog = within(await screen.findByRole('dialog'))
  const path = dialog.getByRole('textbox', { name: 'Path in the library' })
  await waitFor(() => expect(path).toHaveFocus())
  await fill(user, path, 'go/testing.md')
  await user.keyboard('{Enter}')
  await dialog.findByText(/go\/testing\.md/)
  expect(engine.read('go/testing.md')).toBe(STANDARDS['go/testing.md'])
  await fill(user, path, 'deep/in/here.md')
  await user.keyboard('{Enter}')
  await shows('deep/in/here.md')
  expect(location.pathname).toBe('/standards/deep/in/here.md')
  expect(hasFile('rust/testing.md')).toBe(false)
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await shows('rust/testing.md')
  expect(location.pathname).toBe('/standards/rust/testing.md')
  expect(engine.read('rust/testing.md')).toBe(STANDARDS['rust/testing.md'])
  expect(hasFile('deep/in/here.md')).toBe(false)
})

it('moves a standard to the trash, and brings it back', async () => {
  const user = openPage(engine.host.bridge, '/standards/python/security.md')
  await shows('python/security.md')
  await user.keyboard('{Delete}')
  await screen.findByText(/to the trash/)
  await waitFor(() => expect(location.pathname).not.toContain('python/security'))
  expect(hasFile('python/security.md')).toBe(false)
  await user.keyboard('{Control>}z{/Control}')
  await shows('python/security.md')
  expect(location.pathname).toBe('/standards/python/security.md')
  expect(engine.read('python/security.md')).toBe(STANDARDS['python/security.md'])
})

it('edits the defaults of a folder', async () => {
  engine.library.write('kotlin/_standards.yml', '# ours\nlanguage: kotlin  # team\n')
  engine.library.write('kotlin/notes.md', '# Notes\n')
  const user = openPage(engine.host.bridge, '/standards/kotlin/notes.md')
  await shows('kotlin/notes.md')
  await user.click(await screen.findByRole('button', { name: 'language' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Defaults of kotlin/' }))
  expect(dialog.getByRole('textbox', { name: 'Language' })).toHaveValue('kotlin')
  await fill(user, dialog.getByRole('textbox', { name: 'Domain' }), 'testing')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(engine.read('kotlin/_standards.yml')).toBe('# ours\nlanguage: kotlin  # team\ndomain: testing\n')
  expect(await screen.findByRole('button', { name: 'language, domain' })).toBeVisible()
})

it('makes the defaults of a folder that has none', async () => {
  engine.library.write('zig/notes.md', '# Notes\n')
  const user = openPage(engine.host.bridge, '/standards/zig/notes.md')
  await shows('zig/notes.md')
  await user.click(screen.getByRole('button', { name: 'More for Notes' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Folder defaults' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Defaults of zig/' }))
  await fill(user, dialog.getByRole('textbox', { name: 'Domain' }), 'style')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(hasFile('zig/_standards.yml')).toBe(true))
  expect(engine.read('zig/_standards.yml')).toBe('domain: style\n')
})
