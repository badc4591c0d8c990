import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../../testing/open-window.tsx'
import { STANDARDS } from '../../../testing/standards.ts'
import { type Engine, startEngine } from '../../../testing/start-engine.ts'
import { addAtEnd, fill, findEditor } from '../../../testing/user.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ ...STANDARDS, 'Elixir/naming.md': '# Naming\n' })
})
afterAll(() => engine.close())

const path = () => screen.findByRole('textbox', { name: 'Path in the library' })
const search = (query: string) => engine.callToolAs('tester', 'search_standards', { query })

it('comes from a template, goes to a free path, and is found at once', async () => {
  const user = openPage(engine.host.bridge, '/standards')
  await screen.findByRole('region', { name: 'Document' })
  await user.keyboard('n')
  await fill(user, await screen.findByRole('textbox', { name: 'Title' }), 'Message queues')
  await waitFor(async () => expect(await path()).toHaveValue('message-queues.md'))
  const preview = within(screen.getByRole('region', { name: 'Preview' }))
  await preview.findByRole('heading', { name: 'Message queues', level: 1 })
  await fill(user, await path(), 'go/testing.md')
  await user.keyboard('{Control>}s{/Control}')
  expect(await screen.findByRole('alert')).toHaveTextContent('go/testing.md')
  expect(engine.read('go/testing.md')).toBe(STANDARDS['go/testing.md'])
  await fill(user, await path(), 'queues/messages.md')
  const text = await findEditor('Text of queues/messages.md')
  await addAtEnd(user, text, 'Acknowledge a parcel pigeon only once it landed.\n')
  await user.keyboard('{Control>}s{/Control}')
  await waitFor(() =>
    expect(location.pathname + location.search).toBe('/standards/queues/messages.md?edit=1'),
  )
  await waitFor(async () => expect(await search('parcel pigeon')).toContain('queues/messages.md'))
})

it('goes where the folder of its language is, with the title typed last', async () => {
  const user = openPage(engine.host.bridge, '/standards/new?language=elixir')
  await fill(user, await screen.findByRole('textbox', { name: 'Title' }), 'Pipes')
  await user.keyboard('{Control>}s{/Control}')
  await waitFor(() => expect(location.pathname).toBe('/standards/Elixir/pipes.md'))
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Pipes')
  expect(engine.read('Elixir/pipes.md')).toContain('title: Pipes\n')
})
