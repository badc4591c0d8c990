import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Client } from '@modelcontextprotocol/client'
import { expect, type Locator, type Page } from '@playwright/test'
import { NATIVE_SAVE, sharedTest, test, textOf } from './fixtures.ts'

test.use({ view: '/activity' })

/** The rows of the table, without its head. */
const rows = (window: Page): Locator => window.getByRole('grid', { name: 'Requests' }).locator('.virtual-row')
const row = (window: Page, text: string | RegExp): Locator => rows(window).filter({ hasText: text })
const drawer = (window: Page): Locator => window.getByRole('complementary', { name: 'Request' })

const search = (client: Client, query: string) =>
  client.callTool({ name: 'search_standards', arguments: { query } })

sharedTest(
  'a call made through stdio appears as a row, with what was asked and what came back',
  async ({ window, plumbline }) => {
    await expect(window.getByText('No requests yet')).toBeVisible()
    const client = await plumbline.connectClient('claude-code')
    await client.callTool({ name: 'get_stdlib', arguments: { language: 'python', domain: 'testing' } })
    await expect(row(window, 'python, testing')).toContainText('Claude Code')
    await expect(row(window, 'python, testing')).toContainText('get_stdlib')
    await search(client, 'xylophone')
    await expect(rows(window).first()).toContainText('nothing found')
    await expect(window.getByText('2 requests')).toBeVisible()

    await window.getByText('All messages').click()
    await expect(row(window, 'protocol 2025')).toContainText('initialize')
  },
)

sharedTest('a test call can be sent while the log is empty', async ({ window }) => {
  await window.getByRole('button', { name: 'Send a test call' }).click()
  await expect(row(window, 'list_standards')).toBeVisible()
})

sharedTest('while paused, new rows are counted, and added afterwards', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'before')
  await expect(row(window, '“before”')).toBeVisible()
  // The figures are loaded at most once a second, so they may still lack the row.
  const figures = window.locator('.figure-head').first()
  await expect(figures).toContainText('1')
  await window.keyboard.press('p')
  await search(client, 'during one')
  await search(client, 'during two')
  await expect(window.getByText('Paused, 2 new')).toBeVisible()
  // The figures do not change either, but those of another span are loaded.
  await expect(figures).toContainText('1')
  await window.getByText('7 d', { exact: true }).click()
  await expect(figures).toContainText('3')
  await window.getByText('1 h', { exact: true }).click()
  await expect(rows(window)).toHaveCount(1)
  await window.getByRole('button', { name: 'Resume' }).click()
  await expect(rows(window)).toHaveCount(3)
  await expect(rows(window).first()).toContainText('“during two”')
})

sharedTest(
  'the rows are filtered by client, status and text, and the filters can be cleared',
  async ({ window, plumbline }) => {
    const [code, desktop] = [
      await plumbline.connectClient('claude-code'),
      await plumbline.connectClient('claude-ai'),
    ]
    await search(code, 'error handling')
    await search(desktop, 'xylophone')
    await desktop.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
    await expect(rows(window)).toHaveCount(3)

    await window.getByRole('button', { name: 'Client' }).click()
    await window.getByRole('menuitemcheckbox', { name: 'Claude Desktop' }).click()
    await window.keyboard.press('Escape')
    await expect(rows(window)).toHaveCount(2)
    await expect(window.getByText('2 of 3')).toBeVisible()
    await window.getByRole('button', { name: 'Status' }).click()
    await window.getByRole('menuitemcheckbox', { name: 'not ok' }).click()
    await window.keyboard.press('Escape')
    await expect(rows(window)).toHaveCount(1)
    await expect(rows(window)).toContainText('“xylophone”')

    await window.reload()
    await expect(rows(window)).toHaveCount(1)
    await window.getByRole('button', { name: 'Clear Client' }).click()
    await window.getByRole('button', { name: 'Clear Status' }).click()
    await expect(rows(window)).toHaveCount(3)

    await window.keyboard.press('/')
    await window.keyboard.type('handling')
    await expect(rows(window)).toHaveCount(1)
    await window.keyboard.press('End')
    await window.keyboard.type(' nowhere')
    await expect(window.getByText('Nothing matches')).toBeVisible()
    await window.getByRole('button', { name: 'Clear filters' }).click()
    await expect(rows(window)).toHaveCount(3)
  },
)

sharedTest('a span drawn in a chart filters the rows', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'naming')
  await expect(rows(window)).toHaveCount(1)
  const chart = window.locator('.figure-chart').first()
  const draw = async (from: number, to: number) => {
    const box = await chart.boundingBox()
    if (!box) throw new Error('There is no chart.')
    await window.mouse.move(box.x + from * box.width, box.y + 8)
    await window.mouse.down()
    await window.mouse.move(box.x + to * box.width, box.y + 12, { steps: 4 })
    await window.mouse.up()
  }
  await draw(0.1, 0.5)
  await expect(window.getByText('Nothing matches')).toBeVisible()
  await window.getByRole('button', { name: 'Clear the span' }).click()
  await expect(rows(window)).toHaveCount(1)
  await draw(0.6, 1)
  await expect(window.getByRole('button', { name: 'Clear the span' })).toBeVisible()
  await expect(rows(window)).toHaveCount(1)
  await window.getByText('24 h', { exact: true }).click()
  await expect(window.getByRole('button', { name: 'Clear the span' })).toBeHidden()
})

sharedTest('the figures are the totals of the rows', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'errors')
  await expect(rows(window)).toHaveCount(1)
  for (let i = 0; i < 3; i += 1) await search(client, 'errors')
  await search(client, 'xylophone')
  await client.callTool({ name: 'list_standards', arguments: { limit: 'many' } })
  const figure = (label: string) => window.locator('.figure').filter({ hasText: label })
  await expect(figure('Requests')).toContainText('6')
  await expect(figure('From cache')).toContainText('3 hits')
  await expect(figure('Found nothing')).toContainText('1')
  await expect(figure('Errors')).toContainText('1')
  await expect(figure('Duration')).toContainText('ms p95')
})

sharedTest(
  'the drawer shows a request whole, runs it again and opens its standard',
  async ({ window, plumbline }) => {
    const client = await plumbline.connectClient()
    await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
    await row(window, 'go/testing.md').click()
    await expect(drawer(window)).toContainText('Claude Code 2.6.0, stdio, session')
    const request = drawer(window).getByRole('region', { name: 'Request' })
    await expect(request).toContainText('id: "go/testing.md"')
    await request.getByRole('button', { name: /^params/ }).click()
    await expect(request).not.toContainText('go/testing.md')
    await drawer(window).getByText('Text', { exact: true }).click()
    await expect(drawer(window).getByRole('region', { name: 'Response as text' })).toContainText(
      '# Go testing',
    )

    const address = window.url()
    await window.reload()
    await expect(drawer(window)).toContainText('get_standard')
    expect(window.url()).toBe(address)

    await window.keyboard.press('r')
    await expect(rows(window)).toHaveCount(2)
    await expect(rows(window).first()).toContainText('go/testing.md')
    await window.keyboard.press('o')
    await expect(window).toHaveURL(/\/standards\/go\/testing\.md/)
  },
)

sharedTest(
  'a request is copied as a curl command that works, as JSON and as its arguments',
  async ({ window, plumbline, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const copied = () => window.evaluate<string>('navigator.clipboard.readText()')
    const client = await plumbline.connectClient()
    await search(client, "don't panic")
    await row(window, 'panic').click()
    await expect(drawer(window)).toContainText("don't panic")
    await window.keyboard.press('Shift+C')
    await expect.poll(copied).toContain('curl -s')
    const answer = execFileSync('sh', ['-c', await copied()], { encoding: 'utf8' })
    expect(JSON.parse(answer)).toMatchObject({ result: { hits: expect.any(Array) } })
    await expect(row(window, 'panic')).toHaveCount(2)

    await window.keyboard.press('c')
    await expect.poll(copied).toContain('"tool": "search_standards"')
    await drawer(window).getByRole('button', { name: 'Copy', exact: true }).click()
    await window.getByRole('menuitem', { name: 'Arguments' }).click()
    await expect.poll(async () => JSON.parse(await copied())).toEqual({ query: "don't panic" })
  },
)

sharedTest(
  'the listed requests are exported, as JSON with bodies and as CSV',
  async ({ window, plumbline }) => {
    sharedTest.skip(plumbline.kind === 'electron', NATIVE_SAVE)
    const client = await plumbline.connectClient()
    await search(client, 'logging')
    await search(client, 'naming, “quoted”')
    await expect(rows(window)).toHaveCount(2)
    await window.keyboard.press('/')
    await window.keyboard.type('quoted')
    await expect(rows(window)).toHaveCount(1)
    const save = async (item: RegExp) => {
      const download = window.waitForEvent('download')
      await window.getByRole('button', { name: 'Export' }).click()
      await window.getByRole('menuitem', { name: item }).click()
      const file = await download
      return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
    }
    const json = await save(/As JSON/)
    expect(json.name).toMatch(/\.json$/)
    const exported: readonly { asked: string; response: unknown }[] = JSON.parse(json.text)
    expect(exported.map(({ asked }) => asked)).toEqual(['“naming, “quoted””'])
    expect(exported[0]?.response).toBeTruthy()
    const csv = await save(/As CSV/)
    expect(csv.name).toMatch(/\.csv$/)
    expect(csv.text.trim().split('\n')).toHaveLength(2)
  },
)

sharedTest('clearing the log asks first', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'logging')
  await expect(rows(window)).toHaveCount(1)
  const clear = async (answer: string) => {
    await window.getByRole('button', { name: 'More', exact: true }).click()
    await window.getByRole('menuitem', { name: /Clear the log/ }).click()
    await window.getByRole('dialog').getByRole('button', { name: answer }).click()
  }
  await clear('Cancel')
  await expect(rows(window)).toHaveCount(1)
  await clear('Clear the log')
  await expect(window.getByText('No requests yet')).toBeVisible()
  await search(client, 'after it')
  await expect(rows(window)).toHaveCount(1)
})

test('the rows stay while the host is away, and are updated when it is back', async ({
  window,
  plumbline,
}) => {
  const client = await plumbline.connectClient()
  await search(client, 'before')
  await expect(rows(window)).toHaveCount(1)
  await plumbline.halt()
  await expect(window.getByText(/^As of \d\d:\d\d:\d\d$/)).toBeVisible()
  await expect(window.getByRole('button', { name: 'Pause' })).toBeDisabled()
  await expect(rows(window)).toHaveCount(1)
  // An assistant's server runs without the host, and writes to the same log.
  await search(client, 'meanwhile')
  await plumbline.resume()
  await expect(window.getByText('Live', { exact: true })).toBeVisible()
  await expect(rows(window)).toHaveCount(2)
  await search(client, 'afterwards')
  await expect(rows(window).first()).toContainText('“afterwards”')
})

sharedTest.describe('from the first view', () => {
  sharedTest.use({ view: '/' })
  sharedTest('the view works by keyboard alone', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient()
    for (const query of ['first', 'second', 'third']) await search(client, query)
    await window.keyboard.press('g')
    await window.keyboard.press('a')
    await expect(rows(window)).toHaveCount(3)
    await window.keyboard.press('j')
    await expect(window.getByRole('row', { selected: true })).toContainText('“third”')
    await expect(drawer(window)).toBeHidden()
    await window.getByRole('grid', { name: 'Requests' }).focus()
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('Enter')
    await expect(drawer(window)).toContainText('“second”'.replace(/[“”]/g, ''))
    await window.keyboard.press('End')
    await expect(window.getByRole('row', { selected: true })).toContainText('“first”')
    await expect(drawer(window).getByRole('region', { name: 'Request' })).toContainText('first')
    await window.keyboard.press('k')
    await expect(window.getByRole('row', { selected: true })).toContainText('“second”')
    await window.keyboard.press('Escape')
    await expect(drawer(window)).toBeHidden()
    await expect(window.getByRole('row', { selected: true })).toContainText('“second”')

    await window.getByRole('button', { name: 'More', exact: true }).press('Enter')
    await window.getByRole('menuitem', { name: 'Between two times…' }).press('Enter')
    await window.getByLabel('From', { exact: true }).fill('2020-01-01T00:00:00')
    await window.getByLabel('To', { exact: true }).fill('2020-01-01T01:00:00')
    await window.keyboard.press('Enter')
    await expect(window.getByText('Nothing matches')).toBeVisible()
  })
})

sharedTest('new rows wait while the table is scrolled away from its top', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  for (let i = 0; i < 60; i += 1) await search(client, `word${i}`)
  await expect(window.getByText('60 requests')).toBeVisible()
  const grid = window.getByRole('grid', { name: 'Requests' })
  await grid.hover()
  await window.mouse.wheel(0, 400)
  await expect(rows(window).filter({ hasText: '“word59”' })).not.toBeInViewport()
  const seen = rows(window).filter({ hasText: '“word40”' })
  const place = (await seen.boundingBox())?.y
  await search(client, 'newcomer')
  const news = window.getByRole('button', { name: '1 new' })
  await expect(news).toBeVisible()
  expect((await seen.boundingBox())?.y).toBe(place)
  await news.click()
  await expect(rows(window).first()).toContainText('“newcomer”')
})

sharedTest('a reload scrolls to the selected row, however far down it is', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await search(client, 'the first of many')
  await row(window, '“the first of many”').click()
  await expect(drawer(window)).toContainText('the first of many')
  await Promise.all(Array.from({ length: 600 }, (_, at) => search(client, `number ${at}`)))
  await window.reload()
  await expect(row(window, '“the first of many”')).toHaveAttribute('aria-selected', 'true')
  await expect(row(window, '“the first of many”')).toBeInViewport()
  await expect(drawer(window)).toContainText('the first of many')
  await window.getByRole('grid', { name: 'Requests' }).press('Home')
  await expect(drawer(window)).toContainText('number')
})

sharedTest.describe('without recorded bodies', () => {
  sharedTest.use({ start: { settings: { activity: { bodies: false } } } })
  sharedTest('the drawer says so, and offers nothing that needs them', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient()
    expect(textOf(await search(client, 'errors'))).toContain('general/error-handling.md#')
    await row(window, 'errors').click()
    await expect(drawer(window).getByText(/^Not recorded/)).toHaveCount(2)
    await expect(drawer(window).getByRole('button', { name: 'Run again' })).toBeDisabled()
  })
})
