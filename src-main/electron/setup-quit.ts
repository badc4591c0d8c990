import { app, powerMonitor } from 'electron'
import type { MainWindow } from './setup-window.ts'

/**
 * Ends the app in order: first the window, which may have unsaved text, then `close`.
 * @param close ends everything and writes waiting data; never rejects
 */
export function setupQuit(
  window: Pick<MainWindow, 'letClose' | 'saveState'>,
  close: () => Promise<void>,
): void {
  let isClosed = false
  app.on('before-quit', () => {
    window.saveState()
    window.letClose()
  })
  // Without a window the app stays in the tray.
  app.on('window-all-closed', () => {})
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
  // The system ends programs soon after this event.
  powerMonitor.on('shutdown', () => app.quit())
}
