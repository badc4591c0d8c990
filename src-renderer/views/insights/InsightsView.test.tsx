import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openPage } from '../../testing/open-window.tsx'
import { STANDARDS } from '../../testing/standards.ts'
import { type Engine, startEngine } from '../../testing/start-engine.ts'

const MORE = Array.from({ length: 10 }, (_, at) => `more/${at}.md`)
const IDS = [...Object.keys(STANDARDS), ...MORE]

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ ...STANDARDS, ...Object.fromEntries(MORE.map((id) => [id, `# ${id}\n`])) })
})
afterAll(() => engine.close())
beforeEach(() => engine.core.activity.clear())

const search = (client: string, query: string) => engine.callToolAs(client, 'search_standards', { query })
const read = (client: string, id: string) => engine.callToolAs(client, 'get_standard', { id })
const open = () => openPage(engine.host.bridge, '/insights')

const table = () => screen.getByRole('grid', { name: 'Gaps' })
const rows = () => within(table()).getAllByRole('row').slice(1)
/** Waits until the rows match the patterns. */
const findRows = (...patterns: readonly RegExp[]) =>
  waitFor(() =>
    expect(rows().map((row) => row.textContent)).toEqual(
      patterns.map((pattern) => expect.stringMatching(pattern)),
    ),
  )
const counter = () => screen.getByRole('link', { name: /^Insights/ })
const links = (pane: string) =>
  within(screen.getByRole('region', { name: pane }))
    .getAllByRole('link')
    .map((link) => link.textContent)

it('lists the gaps with clients, number and nearest standard', async () => {
  const user = open()
  await screen.findByRole('heading', { name: 'No gaps in 14 days' })
  await search('claude-code', 'zebra wombat')
  await search('cursor-vscode', 'zebra wombat')
  await engine.callToolAs('cursor-vscode', 'get_stdlib', { language: 'ruby', domain: 'testing' })
  await read('claude-code', 'pythn/testing.md')
  await findRows(
    /^“zebra wombat”.*Claude Code, Cursor/,
    /^pythn\/testing\.md.*python\/testing\.md/,
    /^ruby, testing.*\/testing\.md/,
  )
  await screen.findByText('asked for 4 times, and no standard answers them')
  await waitFor(() => expect(counter()).toHaveTextContent('Insights3'))

  const byQuestion = within(table()).getByRole('button', { name: 'Asked for' })
  await user.click(byQuestion)
  await user.click(byQuestion)
  await findRows(/^pythn/, /^ruby/, /^“zebra/)
  await user.click(screen.getByRole('button', { name: 'Client' }))
  await user.click(await within(await screen.findByRole('menu')).findByText('Claude Code'))
  await findRows(/^pythn/, /^“zebra/)

  // The filter and the sorting are in the address, so they survive a reload.
  const again = openPage(engine.host.bridge, location.pathname + location.search)
  await screen.findByRole('grid', { name: 'Gaps' })
  await findRows(/^pythn/, /^“zebra/)
  await again.click(screen.getByRole('button', { name: 'Clear Client' }))
  await findRows(/^pythn/, /^ruby/, /^“zebra/)
  await again.click(rows()[0]!)
  await again.keyboard('o')
  await waitFor(() => expect(location.pathname).toBe('/standards/python/testing.md'))
})

it('dismisses a gap, brings it back and writes it, by keys and buttons', async () => {
  await search('claude-code', 'okapi walrus')
  await search('claude-code', 'narwhal okapi')
  const user = open()
  await screen.findByRole('grid', { name: 'Gaps' })
  await findRows(/narwhal/, /okapi walrus/)
  await user.keyboard('a')
  await findRows(/okapi walrus/)
  await user.keyboard('{Control>}z{/Control}')
  await findRows(/narwhal/, /okapi walrus/)
  await user.click(within(rows()[0]!).getByRole('button', { name: /^Dismiss/ }))
  await findRows(/okapi walrus/)
  await waitFor(() => expect(counter()).toHaveTextContent('Insights1'))
  await user.click(screen.getByRole('button', { name: '1 dismissed' }))
  await findRows(/narwhal/)
  await user.click(within(rows()[0]!).getByRole('button', { name: 'Bring back' }))
  await screen.findByRole('heading', { name: 'No gap is dismissed' })
  await user.click(screen.getByRole('button', { name: '0 dismissed' }))
  await findRows(/narwhal/, /okapi walrus/)
  await user.keyboard('w')
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Narwhal okapi')
})

it('shows the usage of the standards, and the calls by client', async () => {
  for (const id of ['go/testing.md', 'go/testing.md', 'rust/testing.md']) await read('claude-code', id)
  await read('homemade', 'go/testing.md')
  const user = open()
  await waitFor(() => expect(links('Most used')).toEqual(['Go testing3', 'Rust testing1']))
  const total = IDS.length - 2
  const never = within(screen.getByRole('region', { name: 'Never used' }))
  expect(never.getByRole('button', { name: /^Never used/ })).toHaveTextContent(`Never used ${total}`)
  expect(never.getByRole('button', { name: /^Never used/ })).toBeVisible()
  expect(links('Never used')).toHaveLength(12)
  await user.click(never.getByRole('button', { name: `Show all ${total}` }))
  expect(links('Never used')).toHaveLength(total)
  await user.click(never.getByRole('button', { name: 'Least used' }))
  expect(links('Never used')).toEqual([
    expect.stringMatching(/^Rust testing/),
    expect.stringMatching(/^Go testing/),
  ])

  const clients = screen.getByRole('region', { name: 'By client' })
  const legend = () =>
    within(clients)
      .getAllByRole('listitem')
      .map((item) => item.textContent)
  await waitFor(() => expect(legend()).toEqual(['Claude Code3', 'homemade1']))
  await waitFor(() => expect(clients.querySelector('.recharts-bar-rectangle')).not.toBeNull())
  await user.click(screen.getByText('24 h'))
  await within(clients).findByText('calls an hour')
  expect(legend()).toEqual(['Claude Code3', 'homemade1'])

  await read('claude-code', 'rust/testing.md')
  await waitFor(() => expect(links('Most used')).toEqual(['Go testing3', 'Rust testing2']))
  const most = within(screen.getByRole('region', { name: 'Most used' }))
  await user.click(most.getByRole('link', { name: /Rust testing/ }))
  await waitFor(() => expect(location.pathname).toBe('/standards/rust/testing.md'))
})

it('exports the gaps, the usage of all standards, and both', async () => {
  await search('claude-code', 'quagga, "quoll"')
  await read('claude-code', 'go/testing.md')
  const user = open()
  await screen.findByRole('grid', { name: 'Gaps' })
  // The links that the browser would save.
  const saved: { path: string; name: string }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ path: this.pathname, name: this.download })
  })
  const save = async (item: string): Promise<string> => {
    const before = saved.length
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('menuitem', { name: item }))
    await waitFor(() => expect(saved).toHaveLength(before + 1))
    return (await fetch(engine.origin + saved.at(-1)!.path)).text()
  }
  expect(await save('Gaps as CSV')).toMatch(/\r\n"“quagga, ""quoll""”",search_standards,1,claude-code,/)
  const usage = (await save('Usage of all standards as CSV')).trim().split('\r\n')
  expect(usage).toHaveLength(1 + IDS.length)
  expect(usage[1]).toMatch(/^go\/testing\.md,Go testing,1,/)
  expect(JSON.parse(await save('Both as JSON'))).toMatchObject({ days: 14, gaps: [{ times: 1 }] })
  expect(saved.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^plumbline-gaps-.*\.csv$/),
    expect.stringMatching(/^plumbline-usage-.*\.csv$/),
    expect.stringMatching(/^plumbline-insights-.*\.json$/),
  ])
})
