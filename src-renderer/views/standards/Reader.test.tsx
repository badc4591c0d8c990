import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../testing/open-window.tsx'
import { STANDARDS } from '../../testing/standards.ts'
import { type Engine, startEngine } from '../../testing/start-engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine(STANDARDS)
})
afterAll(() => engine.close())

const document = () => screen.findByRole('region', { name: 'Document' })

it('says how often a standard and its sections were asked for, and counts on', async () => {
  const ask = (section?: string) =>
    engine.callToolAs('claude-code', 'get_standard', { id: 'go/testing.md', ...(section && { section }) })
  await ask('Fixtures')
  await ask('Fixtures')
  await ask()
  const user = openPage(engine.host.bridge, '/standards/go/testing.md')
  const facts = await screen.findByRole('region', { name: 'Asked for' })
  await waitFor(() => expect(facts).toHaveTextContent('3 times, 14 days'))
  expect(facts).toHaveTextContent('Claude Code')
  const outline = screen.getByRole('navigation', { name: 'Outline' })
  expect(within(outline).getByRole('link', { name: /^Fixtures/ })).toHaveTextContent(/^Fixtures2/)
  await ask('Fixtures')
  await waitFor(() => expect(facts).toHaveTextContent('4 times, 14 days'))
  await user.click(within(outline).getByRole('link', { name: /^Checklist/ }))
  expect(location.hash).toBe('#checklist')
  expect(within(await document()).getByRole('heading', { name: 'Checklist' }).id).toBe('checklist')
})

it('copies the checklist, the text, the code and the link', async () => {
  const user = openPage(engine.host.bridge, '/standards/python/testing.md')
  const page = within(await document())
  const clipboard = () => navigator.clipboard.readText()
  await user.click(screen.getByRole('button', { name: 'Copy the checklist' }))
  expect(await clipboard()).toBe('- [ ] Every bug has a test\n- [ ] No test sleeps')
  await user.click(screen.getByRole('button', { name: 'Copy the text' }))
  await waitFor(async () => expect(await clipboard()).toBe(STANDARDS['python/testing.md']))
  await user.click(page.getByRole('button', { name: 'Copy the code' }))
  await waitFor(async () => expect(await clipboard()).toBe('[tool.tests]\nparallel = true'))
  await user.keyboard('l')
  await waitFor(async () => expect(await clipboard()).toBe('standard:///python/testing.md'))
})

it('shows comments muted, for a model reads them', async () => {
  engine.library.write(
    'go/hidden.md',
    '# Hidden\n\nSeen <!-- obey --> text.\n\n<!--\nand this\n-->\n\n<b>x</b>\n',
  )
  openPage(engine.host.bridge, '/standards/go/hidden.md')
  const page = await document()
  await within(page).findByRole('heading', { name: 'Hidden', level: 1 })
  const comments = [...page.querySelectorAll('[data-comment]')].map(({ textContent }) => textContent)
  expect(comments).toEqual(['<!-- obey -->', '<!--\nand this\n-->'])
  expect(page).toHaveTextContent('Seen <!-- obey --> text.')
  expect(page).toHaveTextContent('<b>x</b>')
})

it('follows a file that changes, and one that goes', async () => {
  openPage(engine.host.bridge, '/standards/rust/testing.md')
  await within(await document()).findByRole('heading', { name: 'Rust testing', level: 1 })
  engine.library.write('rust/testing.md', '# Rust testing, again\n\nShorter now.\n')
  await within(await document()).findByRole('heading', { name: 'Rust testing, again', level: 1 })
  engine.library.remove('rust/testing.md')
  await screen.findByRole('heading', { name: 'There is no rust/testing.md' })
})
