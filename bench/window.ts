import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../e2e/testing/find-browser.ts'
import type { Bench, Benchmark } from './benchmark.ts'
import { type Row, rowOf } from './statistics.ts'
import { LARGE, plantActivity } from './window-plant.ts'
import { startHost, type WindowProcess } from './window-process.ts'
import { watchTasks } from './window-tasks.ts'

const OPENINGS = 7
const CALLS = 40

const PAINT = { of: 'p95', atMost: 1_000 } as const
/** The longest allowed task of the window, in milliseconds. */
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
    await plantActivity(bench, join(home, 'activity.db'))
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

/** Measures the times from loading the page to its first paint and to the first row. */
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

/** Measures the longest task of each way to scroll through the whole request log. */
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
      'jumping with the scroll bar',
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
        const last = await page.locator('.virtual-row').last().getAttribute('aria-rowindex')
        if (last !== (await grid.getAttribute('aria-rowcount')))
          throw new Error('The End key did not scroll to the last row.')
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
    const { longest, longestWork, frames } = await watchTasks(browser, page, go)
    rows.push(
      rowOf(`${name}: longest task`, 'ms', [longest], null, TASK),
      rowOf(`${name}: its processor time`, 'ms', [longestWork], null, TASK),
      rowOf(`${name}: frame`, 'ms', frames, null),
    )
  }
  await page.context().close()
  return rows
}

/** Measures the longest tasks while a large answer is opened and read. */
async function drawing(bench: Bench, browser: Browser, host: WindowProcess): Promise<Row[]> {
  bench.say('  drawing 64 KB …')
  const page = await openActivityView(browser, host)
  await page.locator('.virtual-row').filter({ hasText: LARGE }).waitFor()
  const drawer = page.getByRole('complementary', { name: 'Request' })
  const steps: readonly (readonly [name: string, go: () => Promise<void>])[] = [
    [
      '64 KB, opening it',
      async () => {
        await page.locator('.virtual-row').filter({ hasText: LARGE }).click()
        await drawer.getByRole('button', { name: '205 more' }).waitFor()
      },
    ],
    [
      '64 KB, 100 more parts',
      async () => {
        await drawer
          .getByRole('button', { name: / more$/ })
          .first()
          .click()
        await drawer.getByRole('button', { name: '105 more' }).waitFor()
      },
    ],
    [
      '64 KB, next and back',
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
    const { longest, longestWork } = await watchTasks(browser, page, async () => {
      await go()
      await sleep(300)
    })
    rows.push(
      rowOf(`${name}: longest task`, 'ms', [longest], null, TASK),
      rowOf(`${name}: its processor time`, 'ms', [longestWork], null, TASK),
    )
  }
  await page.context().close()
  return rows
}

/** Measures the time from sending a call until its row is in the page. */
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
  return rowOf('a call until its row is shown', 'ms', times, null, ROW)
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

/** Waits until every row in view is loaded. */
async function settled(page: Page): Promise<void> {
  const isSettled =
    "document.querySelectorAll('.virtual-row').length > 5 && !document.querySelector('.virtual-row .bone')"
  // Scrolling takes one or two frames.
  await sleep(60)
  for (let tries = 0; !(await page.evaluate<boolean>(isSettled)); tries += 1) {
    if (tries > 500) throw new Error('The rows in view were not loaded.')
    await sleep(20)
  }
}
