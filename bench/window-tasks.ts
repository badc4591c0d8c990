import type { Browser, Page } from '@playwright/test'

// Runs in the page: records the tasks that the browser reports (50 ms and longer) and the times between frames.
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

/** The longest tasks of a page, in milliseconds. */
export interface Tasks {
  /** The longest task that the browser reports to the page; 0 when none took 50 ms. */
  readonly longest: number
  /** The longest processor time of a task. Other programs on the machine do not affect it. */
  readonly longestWork: number
  /** The times between frames. */
  readonly frames: readonly number[]
}

/** Records the tasks of a page while `go` runs. */
export async function watchTasks(browser: Browser, page: Page, go: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await page.evaluate(WATCH)
  await go()
  // The browser reports a task shortly after its end.
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
  /** The processor time in microseconds. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** Returns the longest task of the main threads of pages. */
function longestWork(events: readonly TraceEvent[]): number {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  )
  const work = events.flatMap(({ name, ph, pid, tid, tdur }) =>
    ph === 'X' && name.endsWith('RunTask') && threads.has(`${pid}/${tid}`) ? [(tdur ?? 0) / 1_000] : [],
  )
  if (work.length === 0) throw new Error('The browser reported no tasks.')
  return Math.max(...work)
}
