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

const facet = (group: string, value: string) =>
  within(screen.getByRole('region', { name: group })).getByRole('button', { name: new RegExp(`^${value}`) })
const rows = () => within(screen.getByRole('listbox', { name: 'Standards' })).getAllByRole('option')
const document = () => screen.findByRole('region', { name: 'Document' })

it('narrows the list by facets: any value within one, all facets together', async () => {
  const user = openPage(engine.host.bridge, '/standards')
  await screen.findByText('5 standards')
  await user.click(facet('Language', 'Python'))
  await screen.findByText('2 standards')
  await user.click(facet('Language', 'Go'))
  await screen.findByText('4 standards')
  await user.click(facet('Domain', 'testing'))
  await screen.findByText('2 standards')
  expect(rows().map((row) => row.textContent)).toEqual([
    expect.stringContaining('Go testing'),
    expect.stringContaining('Python testing'),
  ])
  // A count says what a choice would leave, so Rust's one testing standard would make it three.
  expect(facet('Language', 'Rust')).toHaveTextContent('Rust1')
  await user.click(facet('Language', 'Rust'))
  await screen.findByText('3 standards')
  expect(rows()).toHaveLength(3)
  await user.click(facet('Domain', 'testing'))
  await screen.findByText('5 standards')
})

it('finds sections while one types, marks them, and leads to them', async () => {
  const user = openPage(engine.host.bridge, '/standards')
  await document()
  await user.type(screen.getByRole('textbox', { name: 'Search standards' }), 'python fixture sco')
  const hit = await waitFor(() => within(rows()[0]!).getByText('Fixtures', { exact: true }))
  const [row] = rows()
  expect(row).toHaveTextContent('Python testing')
  expect([...row!.querySelectorAll('mark')].map((mark) => mark.textContent)).toContainEqual(
    expect.stringMatching(/fixture/i),
  )
  await user.click(hit)
  expect(location.pathname + location.hash).toBe('/standards/python/testing.md#fixtures')
  const heading = await within(await document()).findByRole('heading', { name: 'Fixtures' })
  expect(heading.id).toBe('fixtures')
  await user.click(screen.getByRole('button', { name: 'Next hit' }))
  await screen.findByText(/^1 of \d+ hits$/)
  expect((await document()).querySelectorAll('mark[data-current]')).toHaveLength(1)
})

it('offers to write what no standard has', async () => {
  const user = openPage(engine.host.bridge, '/standards')
  await document()
  await user.type(screen.getByRole('textbox', { name: 'Search standards' }), 'zebra quokka')
  await screen.findByRole('heading', { name: 'No standard has “zebra quokka”' })
  await user.click(screen.getByRole('button', { name: 'Write this standard' }))
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Zebra quokka')
})
