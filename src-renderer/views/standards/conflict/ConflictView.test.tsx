import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../../testing/open-window.tsx'
import { STANDARDS } from '../../../testing/standards.ts'
import { type Engine, startEngine } from '../../../testing/start-engine.ts'
import { addAtEnd, findEditor } from '../../../testing/user.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine(STANDARDS)
})
afterAll(() => engine.close())

const theirsOf = (id: string) =>
  STANDARDS[id]!.replace('tags: [', 'tags: [theirs, ').replace('- [ ] ', '- [ ] An item of theirs\n- [ ] ')
const saved = () => waitFor(() => expect(screen.queryByText('Not saved')).toBeNull())

async function write(id: string, words: string): Promise<UserEvent> {
  const user = openPage(engine.host.bridge, `/standards/${id}?edit=1`)
  await addAtEnd(user, await findEditor(`Text of ${id}`), words)
  await screen.findByText('Not saved')
  return user
}

/** Writes in the window and outside, and goes on to the comparison. */
async function bringAbout(id: string): Promise<UserEvent> {
  const user = await write(id, 'A line of mine.\n')
  engine.library.write(id, theirsOf(id))
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('The file changed on disk'))
  expect(engine.read(id)).toBe(theirsOf(id))
  await user.keyboard('{Control>}s{/Control}')
  await screen.findByText('3 differences')
  expect(engine.read(id)).toBe(theirsOf(id))
  return user
}

it('takes all of theirs, keeps all of mine, and saves mine over theirs', async () => {
  const id = 'go/testing.md'
  const user = await bringAbout(id)
  await user.click(screen.getByRole('button', { name: 'Take all' }))
  await screen.findByText('0 differences')
  await user.click(screen.getByRole('button', { name: 'Keep all' }))
  await screen.findByText('3 differences')
  await user.keyboard('{Control>}s{/Control}')
  await findEditor(`Text of ${id}`)
  expect(engine.read(id)).toBe(`${STANDARDS[id]}A line of mine.\n`)
})

it('discards mine, shows theirs, and takes that back with the conflict', async () => {
  const id = 'python/testing.md'
  const user = await bringAbout(id)
  await user.click(screen.getByRole('button', { name: 'Discard mine' }))
  expect(await findEditor(`Text of ${id}`)).not.toHaveTextContent('A line of mine.')
  await saved()
  expect(engine.read(id)).toBe(theirsOf(id))
  // Saving the text that came back must not write over theirs unseen.
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await screen.findByText('Not saved')
  await user.keyboard('{Control>}s{/Control}')
  await screen.findByText('3 differences')
  expect(engine.read(id)).toBe(theirsOf(id))
})

it('shows a file that changes without unsaved text as it is now', async () => {
  const id = 'rust/testing.md'
  openPage(engine.host.bridge, `/standards/${id}?edit=1`)
  await findEditor(`Text of ${id}`)
  engine.library.write(id, theirsOf(id))
  const form = within(await screen.findByRole('region', { name: 'Front matter' }))
  await form.findByText('theirs')
  expect(screen.queryByText('Not saved')).toBeNull()
})

it('tells of a file that goes while it is written, and saves it again', async () => {
  const id = 'go/security.md'
  const user = await write(id, 'Still here.\n')
  engine.library.remove(id)
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('moved or deleted'))
  await user.click(screen.getByRole('button', { name: 'Save it again' }))
  await saved()
  expect(engine.read(id)).toBe(`${STANDARDS[id]}Still here.\n`)
})
