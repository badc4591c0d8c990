import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../e2e/testing/find-browser.ts'
import { openActivity } from '../src-core/activity/open-activity.ts'
import { SettingsSchema } from '../src-shared/settings.ts'
import { plantedRequests } from './activity-plant.ts'
import type { Bench, Benchmark, Row } from './benchmark.ts'
import { rowOf } from './statistics.ts'
import { startHost, type WindowProcess } from './window-process.ts'
import { longestTasks, watchTasks } from './window-tasks.ts'

const OPENINGS = 7
const CALLS = 40
/** The word by which the answer of nearly 64 KB is found. */
const LARGE = 'megalith'

const PAINT = { of: 'p95', atMost: 1_000 } as const
/** No task may hold up the window for longer. */
const TASK = { of: 'p95', atMost: 50 } as const
const ROW = { of: 'p95', atMost: 250 } as const

export const window: Benchmark = {
  name: 'window',
  about: 'the window in a real browser over --docs standards and a log of --rows requests',
  async run(bench) {
    const executablePath = findBrowser()
    if (executablePath === null) throw new Error('There is no browser; name one in PLUMBLINE_BROWSER.')
    const { corpus, home: indexed } = await bench.indexed()
    const home = bench.path('home')
    mkdirSync(home)
    copyFileSync(join(indexed, 'index.db'), join(home, 'index.db'))
    writeFileSync(
      join(home, 'settings.json'),
      JSON.stringify({
        welcomed: true,
        library: corpus.root,
        activity: { keepRows: 100_000_000, keepDays: 3_650 },
      }),
    )
    await plant(bench, join(home, 'activity.db'))
    const host = await startHost(home)
    const browser = await chromium.launch({
      executablePath,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic'],
    })
    try {
      return [
        ...(await openings(bench, browser, host)),
        ...(await scrolling(bench, browser, host)),
        ...(await drawing(bench, browser, host)),
        await appearing(bench, browser, host),
      ]
    } finally {
      await browser.close()
      await host.close()
    }
  },
}

/** Writes the log as a server would: through the log itself. */
async function plant(bench: Bench, file: string): Promise<void> {
  bench.say(`  planting ${bench.rows} requests …`)
  const settings = SettingsSchema.parse({ activity: { keepRows: 100_000_000, keepDays: 3_650 } }).activity
  const log = openActivity({
    file,
    settings: () => settings,
    log: (level, message) => {
      throw new Error(`${level}: ${message}`)
    },
  })
  let written = 0
  for (const request of plantedRequests(bench.rows, Date.now())) {
    written += 1
    const last = written === bench.rows
    log.record(
      last
        ? {
            ...request,
            method: 'tools/call',
            tool: 'search_standards',
            status: 'ok',
            asked: `“${LARGE}”`,
            body: largeBody(),
          }
        : request,
    )
    if (written % 256 !== 0) continue
    log.flush()
    await nextTurn()
    await nextTurn()
  }
  log.flush()
  await sleep(200)
  const { rows } = log.health()
  if (rows !== bench.rows) throw new Error(`${rows} rows were written.`)
  await log.close()
}

/** An answer of nearly 64 KB, the most that is kept, of many small parts. */
function largeBody(): string {
  const hits = Array.from({ length: 255 }, (_, at) => ({
    id: `standards/${at}.md`,
    title: `Standard number ${at}`,
    path: ['Standard', `Part ${at % 7}`],
    snippet: 'A **word** that was searched for, and what stands around it in the section. '.repeat(2),
  }))
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { structuredContent: { hits, total: 255 } } })
  if (body.length < 60_000 || body.length > 65_536)
    throw new Error(`The large answer has ${body.length} bytes.`)
  return body
}

/** From nothing to the first paint, and to the first row. */
async function openings(bench: Bench, browser: Browser, host: WindowProcess): Promise<Row[]> {
  const rows: Row[] = []
  for (const [view, first] of [
    ['standards', '.view-title'],
    ['activity', '.virtual-row .table-cell'],
  ] as const) {
    bench.say(`  opening ${view} …`)
    const paints: number[] = []
    const shown: number[] = []
    for (let round = 0; round < OPENINGS; round += 1) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      await page.goto(host.addressOf(`/${view}`), { waitUntil: 'commit' })
      await page.locator(first).first().waitFor()
      shown.push(await page.evaluate<number>('performance.now()'))
      paints.push(
        await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
      )
      await context.close()
    }
    rows.push(
      rowOf(`${view}: first paint`, 'ms', paints, null, PAINT),
      rowOf(`${view}: there`, 'ms', shown, null),
    )
  }
  return rows
}

/** The longest task of each way to go through the whole log. */
async function scrolling(bench: Bench, browser: Browser, host: WindowProcess): Promise<Row[]> {
  bench.say('  scrolling …')
  const page = await openActivityView(browser, host)
  const grid = page.getByRole('grid', { name: 'Requests' })
  await grid.hover()
  const ways: readonly (readonly [name: string, go: () => Promise<void>])[] = [
    [
      'wheel',
      async () => {
        for (let turn = 0; turn < 150; turn += 1) {
          await page.mouse.wheel(0, 240)
          await sleep(16)
        }
      },
    ],
    [
      'scroll bar to anywhere',
      async () => {
        for (let turn = 1; turn <= 25; turn += 1) {
          const part = (turn * 0.618) % 1
          await grid.evaluate('(list, part) => { list.scrollTop = part * list.scrollHeight }', part)
          await settled(page)
        }
      },
    ],
    [
      'dragging the scroll bar',
      async () => {
        for (let turn = 0; turn <= 120; turn += 1) {
          await grid.evaluate('(list, part) => { list.scrollTop = part * list.scrollHeight }', turn / 120)
          await sleep(16)
        }
        await settled(page)
      },
    ],
    [
      'keys',
      async () => {
        await grid.focus()
        await page.keyboard.press('End')
        await settled(page)
        if ((await page.locator('.virtual-row').last().getAttribute('aria-rowindex')) === null)
          throw new Error('End led nowhere.')
        await page.keyboard.press('Home')
        await settled(page)
        for (let turn = 0; turn < 60; turn += 1) await page.keyboard.press('PageDown')
        for (let turn = 0; turn < 60; turn += 1) await page.keyboard.press('ArrowDown')
        await settled(page)
      },
    ],
  ]
  const rows: Row[] = []
  for (const [name, go] of ways) {
    await watchTasks(page)
    await go()
    const { tasks, frames } = await longestTasks(page)
    rows.push(
      rowOf(`${name}: longest task`, 'ms', [Math.max(0, ...tasks)], null, TASK),
      rowOf(`${name}: frame`, 'ms', frames, null),
    )
  }
  await page.context().close()
  return rows
}

/** What holds the window up while a large answer is opened and looked at. */
async function drawing(bench: Bench, browser: Browser, host: WindowProcess): Promise<Row[]> {
  bench.say('  drawing 64 KB …')
  const page = await openActivityView(browser, host)
  await page.locator('.virtual-row').filter({ hasText: LARGE }).waitFor()
  const drawer = page.getByRole('complementary', { name: 'Request' })
  const steps: readonly (readonly [name: string, go: () => Promise<void>])[] = [
    [
      'answer of 64 KB: opening it',
      async () => {
        await page.locator('.virtual-row').filter({ hasText: LARGE }).click()
        await drawer.getByRole('button', { name: '205 more' }).waitFor()
      },
    ],
    [
      'answer of 64 KB: 200 more',
      async () => {
        await drawer
          .getByRole('button', { name: / more$/ })
          .first()
          .click()
        await drawer.getByRole('button', { name: '5 more', exact: true }).waitFor()
      },
    ],
    [
      'answer of 64 KB: next and back',
      async () => {
        for (let turn = 0; turn < 10; turn += 1) {
          await page.keyboard.press('j')
          await sleep(120)
          await page.keyboard.press('k')
          await sleep(120)
        }
      },
    ],
  ]
  const rows: Row[] = []
  for (const [name, go] of steps) {
    await watchTasks(page)
    await go()
    await sleep(300)
    const { tasks } = await longestTasks(page)
    rows.push(rowOf(name, 'ms', [Math.max(0, ...tasks)], null, TASK))
  }
  await page.context().close()
  return rows
}

/** From a call that is sent until its row is in the page. */
async function appearing(bench: Bench, browser: Browser, host: WindowProcess): Promise<Row> {
  bench.say('  calls …')
  const page = await openActivityView(browser, host)
  const times: number[] = []
  for (let call = 0; call < CALLS; call += 1) {
    const word = `quillback${call}x`
    const seen = page.evaluate<number>(`new Promise((resolve) => {
      const look = () => document.querySelector('.virtual-row')?.textContent.includes('${word}')
      const observer = new MutationObserver(() => {
        if (!look()) return
        observer.disconnect()
        requestAnimationFrame(() => resolve(Date.now()))
      })
      observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    })`)
    await sleep(40 + ((call * 37) % 90))
    const sent = Date.now()
    await host.call('search_standards', { query: word })
    times.push((await seen) - sent)
  }
  await page.context().close()
  return rowOf('a call until its row is there', 'ms', times, null, ROW)
}

async function openActivityView(browser: Browser, host: WindowProcess): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(host.addressOf('/activity'))
  await page.locator('.virtual-row .table-cell').first().waitFor()
  await page.locator('.figure-chart svg').last().waitFor()
  await sleep(1_000)
  return page
}

/** Until every row in view has come. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    "document.querySelectorAll('.virtual-row').length > 5 && !document.querySelector('.virtual-row .bone')",
    undefined,
    { polling: 20 },
  )
}
