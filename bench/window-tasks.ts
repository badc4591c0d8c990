import type { Page } from '@playwright/test'

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

/** Begins to watch what holds up the page, or begins anew. */
export async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(WATCH)
}

/** Milliseconds of each task of 50 ms and more, and between frames, since the watch began. */
export async function longestTasks(
  page: Page,
): Promise<{ readonly tasks: readonly number[]; readonly frames: readonly number[] }> {
  // Entries are handed over a moment after the task.
  return page.evaluate(`new Promise((resolve) => setTimeout(() => {
    const { tasks, frames } = globalThis.plumblineWatch
    resolve({ tasks, frames })
  }, 150))`)
}
