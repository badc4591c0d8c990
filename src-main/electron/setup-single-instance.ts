import { app } from 'electron'
import { readLink } from './app-links.ts'
import { readStart } from './read-start.ts'

/** Called when the app is asked to show its window: at a path, or with `undefined` as it is. */
type ShowListener = (path: string | undefined) => void

/** Requests to show the window. Those that arrive before `listen` is called wait for it. */
export interface ShowRequests {
  listen(listener: ShowListener): void
}

/**
 * Makes this process the only one of its home: a second start shows the window of the first, at the link of its command line.
 * @returns `null` in the second process
 */
export function setupSingleInstance(): ShowRequests | null {
  if (!app.requestSingleInstanceLock()) return null
  let waiting: (string | undefined)[] = []
  let notify: ShowListener = (path) => void waiting.push(path)
  app.on('second-instance', (_event, argv) => {
    const { link, hidden } = readStart(argv)
    if (!hidden || link) notify(link === null ? undefined : (readLink(link) ?? undefined))
  })
  // macOS sends links by this event, also the link that starts the app.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    notify(readLink(url) ?? undefined)
  })
  app.on('activate', () => notify(undefined))
  return {
    listen(listener) {
      notify = listener
      for (const path of waiting) listener(path)
      waiting = []
    },
  }
}
