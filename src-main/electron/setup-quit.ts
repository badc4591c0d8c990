import { app, powerMonitor } from 'electron'
import type { MainWindow } from './setup-window.ts'

/**
 * Sees to it that the app ends in order: the window first, which may want to keep its text, then `close`.
 * @param close ends everything and writes what waits to be written; never rejects
 */
export function setupQuit(window: Pick<MainWindow, 'letClose' | 'keep'>, close: () => Promise<void>): void {
  let isClosed = false
  app.on('before-quit', () => {
    window.keep()
    window.letClose()
  })
  // The app lives in the tray.
  app.on('window-all-closed', () => {})
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
  // The system waits for nobody for long.
  powerMonitor.on('shutdown', () => app.quit())
}
