import type { Browser, Page } from '@playwright/test'

// In the page: tasks as the browser itself reports them (those of 50 ms and more), and the time between frames.
const WATCH = `(() => {
  const watch = globalThis.plumblineWatch ??= { tasks: [], frames: [], observer: null, last: 0 }
  watch.tasks = []
  watch.frames = []
  watch.last = 0
  if (watch.observer) return
  watch.observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) watch.tasks.push(entry.duration)
  })
  watch.observer.observe({ type: 'longtask' })
  const frame = (at) => {
    if (watch.last > 0) watch.frames.push(at - watch.last)
    watch.last = at
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
})()`

/** What held up a page for a while, milliseconds. */
export interface Tasks {
  /** The longest task as the browser reports it to the page; 0 when none took 50 ms. */
  readonly longest: number
  /** The processor time of the task that took most of it: other programs on the machine do not count. */
  readonly longestWork: number
  /** Between frames. */
  readonly frames: readonly number[]
}

/** Watches a page while something goes on in it. */
export async function watchTasks(browser: Browser, page: Page, go: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await page.evaluate(WATCH)
  await go()
  // Entries are handed over a moment after the task.
  const { tasks, frames } = await page.evaluate<{ tasks: number[]; frames: number[] }>(
    `new Promise((resolve) => setTimeout(() => {
      const { tasks, frames } = globalThis.plumblineWatch
      resolve({ tasks, frames })
    }, 150))`,
  )
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  return { longest: Math.max(0, ...tasks), longestWork: longestWork(trace.traceEvents), frames }
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of processor time. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** Of the tasks of the pages' main threads. */
function longestWork(events: readonly TraceEvent[]): number {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  )
  const work = events.flatMap(({ name, ph, pid, tid, tdur }) =>
    ph === 'X' && name.endsWith('RunTask') && threads.has(`${pid}/${tid}`) ? [(tdur ?? 0) / 1_000] : [],
  )
  if (work.length === 0) throw new Error('The browser gave no tasks.')
  return Math.max(...work)
}
