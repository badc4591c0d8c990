import { describe, expect, it } from 'vitest'
import type { RequestRow } from '../../src-shared/contract/activity.ts'
import type { TopicName, Topics } from '../../src-shared/contract/contract.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { ActivityStore } from './activity-store.ts'
import { rowAt } from './row-window.ts'

type Requests = Topics['requests']

/** A bridge whose log has the requests 1 to `count`, and functions that change the log. */
function createLog(count: number) {
  let last = count
  let notify: (event: Requests) => void = () => {}
  const row = (seq: number) => ({ seq, question: `row ${seq}` }) as unknown as RequestRow
  const between = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => row(to - at))
  const bridge = {
    async call(
      _method: string,
      input: { before?: number; after?: number; limit: number; counted?: boolean },
    ) {
      const { before = last + 1, after, limit, counted } = input
      const [from, to] =
        after === undefined
          ? [Math.max(1, before - limit), Math.min(last, before - 1)]
          : [after + 1, Math.min(last, after + limit)]
      const page = { rows: between(from, to), older: from > 1, newer: to < last }
      return counted ? { ...page, count: last } : page
    },
    subscribe(_topic: TopicName, listener: (event: never) => void) {
      notify = listener as typeof notify
      notify({ rows: [], cleared: false, missed: true })
      return () => {}
    },
    connection: () => ({ state: 'online' }),
    onConnection: () => () => {},
    retryNow() {},
    close() {},
  } as unknown as Bridge
  return {
    bridge,
    write(rows: number) {
      last += rows
      notify({ rows: between(last - rows + 1, last), cleared: false, missed: false })
    },
    skip(rows: number) {
      last += rows
      notify({ rows: [], cleared: false, missed: true })
    },
    clear() {
      last = 0
      notify({ rows: [], cleared: true, missed: false })
    },
  }
}

function openStore(log: ReturnType<typeof createLog>, maxRows = 1_000_000) {
  const store = new ActivityStore(log.bridge, {}, { maxRows, onShift: () => {} })
  store.subscribe(() => {})
  const newest = () => store.get().window?.rows[0]?.seq
  return { store, newest }
}

describe('the activity store', () => {
  it('adds new rows at the top as they are written', async () => {
    const log = createLog(500)
    const { store, newest } = openStore(log)
    await expect.poll(newest).toBe(500)
    log.write(3)
    await expect.poll(newest).toBe(503)
    expect(store.get()).toMatchObject({ count: 503, waiting: 0 })
  })

  it('counts a row once that is written while the first page is fetched', async () => {
    const log = createLog(0)
    const { store, newest } = openStore(log)
    log.write(16)
    await expect.poll(newest).toBe(16)
    expect(store.get()).toMatchObject({ count: 16, window: { total: 16 } })
  })

  it('lets new rows wait while it is held, and then adds all of them', async () => {
    const log = createLog(500)
    const { store, newest } = openStore(log)
    await expect.poll(newest).toBe(500)
    store.hold(true)
    log.write(2)
    log.write(2_500)
    await expect.poll(() => store.get().waiting).toBe(2_502)
    expect(newest()).toBe(500)
    store.hold(false)
    expect(newest()).toBe(3_002)
    expect(
      store
        .get()
        .window?.rows.map(({ seq }) => seq)
        .slice(0, 2_600),
    ).toEqual(Array.from({ length: 2_600 }, (_, at) => 3_002 - at))
  })

  it('reads the list again when it is released with too many waiting rows', async () => {
    const log = createLog(500)
    const { store, newest } = openStore(log)
    await expect.poll(newest).toBe(500)
    store.hold(true)
    log.skip(20_000)
    await expect.poll(() => store.get().waiting).toBeGreaterThan(5_000)
    store.hold(false)
    await expect.poll(newest).toBe(20_500)
    expect(store.get()).toMatchObject({ waiting: 0, count: 20_500 })
  })

  it('loads the rows in view, wherever they are in the list', async () => {
    const log = createLog(1_000_000)
    const { store, newest } = openStore(log, 280_000)
    await expect.poll(newest).toBe(1_000_000)
    expect(store.get()).toMatchObject({ count: 1_000_000 })
    for (const start of [140_000, 279_960, 0]) {
      store.showRange(start, start + 40)
      const firstInView = () => {
        const { window } = store.get()
        return window && rowAt(window, Math.min(start, window.total - 1))
      }
      await expect.poll(firstInView).toBeDefined()
    }
  })

  it('finds a row by its sequence number, and returns -1 for one that is not in the log', async () => {
    const log = createLog(1_000_000)
    const { store, newest } = openStore(log, 280_000)
    await expect.poll(newest).toBe(1_000_000)
    expect(await store.find(999_990)).toBe(10)
    for (const seq of [1, 500_000, 999_500, 1_000_000]) {
      const index = await store.find(seq)
      const { window } = store.get()
      expect(window && rowAt(window, index)?.seq).toBe(seq)
    }
    expect(await store.find(1_000_001)).toBe(-1)
    store.hold(true)
    const index = await store.find(400_000)
    log.write(7)
    await expect.poll(() => store.get().waiting).toBe(7)
    const { window } = store.get()
    expect(window && rowAt(window, index)?.seq).toBe(400_000)
  })

  it('adds a row that is written while another one is being found', async () => {
    const log = createLog(100_000)
    const { store, newest } = openStore(log)
    await expect.poll(newest).toBe(100_000)
    log.write(1)
    await store.find(50_000)
    await expect.poll(() => store.get().count).toBe(100_001)
  })

  it('is empty after the log was cleared', async () => {
    const log = createLog(10)
    const { store, newest } = openStore(log)
    await expect.poll(newest).toBe(10)
    log.clear()
    await expect.poll(() => store.get().window?.total).toBe(0)
    log.write(1)
    await expect.poll(() => store.get().window?.total).toBe(1)
  })
})
