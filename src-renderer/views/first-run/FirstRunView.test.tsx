import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { STARTER_FILES } from '../../../e2e/testing/starter-files.ts'
import { openPage } from '../../testing/open-window.tsx'
import { type Engine, startEngine } from '../../testing/start-engine.ts'
import { press } from '../../testing/user.ts'

let engine: Engine
// Each begins with a home of its own: what it does is done once.
beforeEach(async () => {
  engine = await startEngine({}, { settings: { welcomed: false, library: null } })
})
afterEach(() => engine.close())

const filesOf = (group: string) => Object.keys(STARTER_FILES).filter((name) => name.startsWith(`${group}/`))
const GROUPS = [...new Set(Object.keys(STARTER_FILES).map((name) => name.split('/')[0]))].filter(
  (name) => name !== 'general',
)

const open = () => openPage(engine.host.bridge, '/')
const start = () => screen.getByRole('button', { name: 'Start' })
const standards = () => screen.findByRole('listbox', { name: 'Standards' })
/** Opens the window again, as a reload does: the first run is over. */
async function expectOver(): Promise<void> {
  open()
  await standards()
  expect(screen.queryByRole('button', { name: 'Skip' })).toBeNull()
}

it('starts with the starter standards', async () => {
  const total = Object.keys(STARTER_FILES).length
  const user = open()
  await screen.findByRole('heading', { name: 'Keep your standards in front of your assistants' })
  expect(screen.queryByRole('navigation')).toBeNull()
  expect(await screen.findByRole('radio', { name: `Start with ${total} standards` })).toBeChecked()
  const languages = within(screen.getByRole('group', { name: 'Languages and tools' }))
  for (const box of languages.getAllByRole('checkbox')) expect(box).toBeChecked()
  expect(languages.getAllByRole('checkbox')).toHaveLength(GROUPS.length)
  await user.click(start())
  await standards()
  await screen.findByText(`${total} standards`)
  expect(existsSync(join(engine.library.home, 'standards/python/testing.md'))).toBe(true)
  await waitFor(() => expect(engine.settings().welcomed).toBe(true))
  await expectOver()
})

it('starts with the chosen languages, and leaves what is in the library otherwise', async () => {
  const user = open()
  const general = filesOf('general').length
  const total = general + filesOf('python').length + filesOf('csharp').length
  await user.click(await screen.findByRole('button', { name: 'Select none' }))
  expect(screen.getByRole('radio', { name: `Start with ${general} standards` })).toBeChecked()
  expect(screen.getByText('What do our standards say about handling errors?')).toBeVisible()
  await user.click(screen.getByRole('checkbox', { name: 'Python' }))
  await user.click(screen.getByRole('checkbox', { name: 'C#' }))
  expect(screen.getByRole('radio', { name: `Start with ${total} standards` })).toBeChecked()
  const folder = join(engine.library.home, 'standards')
  writeFileSync(join(folder, 'go/ours.md'), '# Ours\n')
  await user.click(start())
  await standards()
  await screen.findByText(`${total + 1} standards`)
  expect(readdirSync(folder).sort()).toEqual(['csharp', 'general', 'go', 'python'])
  expect(readdirSync(join(folder, 'go'))).toEqual(['ours.md'])
  await waitFor(() => expect(engine.settings().welcomed).toBe(true))
})

it('uses a folder of the user', async () => {
  const folder = join(engine.userFolder, 'team/rules')
  const file = join(folder, 'naming.md')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, '# Naming\n\nUse whole words.\n')
  const user = open()
  await user.click(await screen.findByRole('radio', { name: 'Use a folder of mine' }))
  expect(start()).toBeDisabled()
  await user.click(screen.getByRole('button', { name: 'Choose the folder' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(await dialog.findByRole('button', { name: 'team' }))
  await user.click(await dialog.findByRole('button', { name: 'rules' }))
  await dialog.findByText('No folders in it.')
  await press(user, dialog.getByRole('button', { name: 'Use this folder' }))
  const chosen = (await screen.findByText('~/team/rules')).parentElement
  await waitFor(() => expect(chosen).toHaveTextContent(/^~\/team\/rules, .*markdown file/))
  await user.click(start())
  expect(await standards()).toHaveTextContent('Naming')
  expect(engine.settings()).toMatchObject({ welcomed: true, library: folder })
  expect(readFileSync(file, 'utf8')).toBe('# Naming\n\nUse whole words.\n')
})

it('can be skipped', async () => {
  const user = open()
  await user.click(await screen.findByRole('button', { name: 'Skip' }))
  await standards()
  await waitFor(() => expect(engine.settings().welcomed).toBe(true))
  await expectOver()
})
