import { app } from 'electron'
import { readLink } from './app-links.ts'
import { readStart } from './read-start.ts'

/** Gets what others ask the app to show: a path of the window, or `undefined` for the window as it is. */
type ShowListener = (path: string | undefined) => void

/** What was asked for before anybody could hear it waits. */
export interface ShowRequests {
  listen(listener: ShowListener): void
}

/**
 * Makes this process the only one of its home: a second start shows this one's window instead, with the link that it was given.
 * `null`: this is the second start.
 */
export function setupSingleInstance(): ShowRequests | null {
  if (!app.requestSingleInstanceLock()) return null
  let waiting: (string | undefined)[] = []
  let hear: ShowListener = (path) => void waiting.push(path)
  app.on('second-instance', (_event, argv) => {
    const { link, hidden } = readStart(argv)
    if (!hidden || link) hear(link === null ? undefined : (readLink(link) ?? undefined))
  })
  // macOS hands links over so, the first one too.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    hear(readLink(url) ?? undefined)
  })
  app.on('activate', () => hear(undefined))
  return {
    listen(listener) {
      hear = listener
      for (const path of waiting) listener(path)
      waiting = []
    },
  }
}
