import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../../testing/open-window.tsx'
import { STANDARDS } from '../../../testing/standards.ts'
import { type Engine, startEngine } from '../../../testing/start-engine.ts'
import { addAtEnd, fill, findEditor } from '../../../testing/user.ts'

const BROKEN = '---\ntitle: Errors\nglobs: *.py\n---\n\n# Errors\n\nRaise early.\n'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ ...STANDARDS, 'python/errors.md': BROKEN })
})
afterAll(() => engine.close())

const frontMatterOf = (text: string) => text.slice(0, text.indexOf('\n---\n') + 5)
const notSaved = () => screen.queryByText('Not saved')
const saved = () => waitFor(() => expect(notSaved()).toBeNull())

it('replaces everything by what is pasted, but for the folded front matter', async () => {
  const user = openPage(engine.host.bridge, '/standards/go/security.md?edit=1')
  const text = await findEditor('Text of go/security.md')
  text.focus()
  await user.keyboard('{Control>}a{/Control}')
  await user.paste('# All new\n\nEvery word.\n')
  await screen.findByText('Not saved')
  await user.keyboard('{Control>}s{/Control}')
  await saved()
  const front = frontMatterOf(STANDARDS['go/security.md']!)
  expect(engine.read('go/security.md')).toBe(`${front}# All new\n\nEvery word.\n`)
})

it('keeps a blank that is typed into the title, though what is written has none at its end', async () => {
  const user = openPage(engine.host.bridge, '/standards/python/testing.md?edit=1')
  const title = await screen.findByRole('textbox', { name: 'Title' })
  await fill(user, title, 'Error ')
  // The text is kept in the browser once the title is in it.
  await waitFor(() => expect(JSON.stringify({ ...localStorage })).toContain('title: Error\\\\n'))
  expect(title).toHaveValue('Error ')
  await user.type(title, 'handling')
  await user.keyboard('{Control>}s{/Control}')
  await saved()
  expect(engine.read('python/testing.md')).toContain('title: Error handling\n')
})

it('writes front matter from the form and leaves the rest as it was', async () => {
  const user = openPage(engine.host.bridge, '/standards/go/testing.md?edit=1')
  const title = await screen.findByRole('textbox', { name: 'Title' })
  await fill(user, title, 'Tests that go well')
  await fill(user, screen.getByRole('textbox', { name: 'Files' }), '**/*.go')
  await user.type(screen.getByLabelText('Tags'), 'gophers{Enter}')
  const form = within(screen.getByRole('region', { name: 'Front matter' }))
  await form.findByText('gophers')
  await user.keyboard('{Control>}s{/Control}')
  await saved()
  const file = engine.read('go/testing.md')
  expect(frontMatterOf(file)).toMatch(/^title: Tests that go well$/m)
  expect(frontMatterOf(file)).toContain('gophers')
  expect(frontMatterOf(file)).toContain('**/*.go')
  const before = STANDARDS['go/testing.md']!
  expect(file.slice(frontMatterOf(file).length)).toBe(before.slice(frontMatterOf(before).length))
  // The text itself keeps its front matter on one line.
  expect(screen.getByRole('button', { name: /^Front matter, \d+ lines/ })).toBeVisible()
})

it('shows a problem at its line and fixes it', async () => {
  const user = openPage(engine.host.bridge, '/standards')
  const problems = within(await screen.findByRole('region', { name: 'Problem' }))
  await user.click(problems.getByRole('button', { name: /^Bare asterisk/ }))
  await screen.findByText('1 standard')
  expect(within(screen.getByRole('option')).getByRole('img', { name: '1 problem' })).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'Open at line 3' }))
  await screen.findByText(/^The form is closed/)
  expect(await screen.findByRole('button', { name: 'Fix' })).toBeVisible()
  await user.keyboard('{Alt>}{Enter}{/Alt}')
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Errors')
  expect(screen.queryByRole('button', { name: 'Fix' })).toBeNull()
  await user.keyboard('{Control>}s{/Control}')
  await saved()
  expect(engine.read('python/errors.md')).toBe(BROKEN.replace('*.py', '"*.py"'))
  await user.keyboard('{Escape}')
  await screen.findByRole('region', { name: 'Document' })
  // Only problems are listed still, and there is none.
  await waitFor(() => expect(screen.queryAllByRole('option')).toEqual([]))
})

it('asks before one leaves a text that is not saved: by a link, by Back, and saves it', async () => {
  const id = 'rust/testing.md'
  const user = openPage(engine.host.bridge, `/standards/${id}`)
  await user.click(await screen.findByRole('button', { name: /^Edit/ }))
  const text = await findEditor(`Text of ${id}`)
  await addAtEnd(user, text, 'Half a thought')
  await screen.findByText('Not saved')
  const leave = () => user.click(screen.getByRole('link', { name: /^Activity/ }))
  const question = async () => within(await screen.findByRole('dialog', { name: 'Leave without saving?' }))
  const stay = async () => {
    await user.click((await question()).getByRole('button', { name: 'Continue writing' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  }
  await leave()
  await stay()
  history.back()
  await stay()
  expect(location.pathname + location.search).toBe(`/standards/${id}?edit=1`)
  expect(notSaved()).toBeVisible()
  await leave()
  await user.click((await question()).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(location.pathname).toBe('/activity'))
  expect(engine.read(id)).toBe(`${STANDARDS[id]}Half a thought`)
})
