import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'

const FIRST_CHECK_MS = 30_000
const CHECK_INTERVAL_MS = 6 * 60 * 60_000

/**
 * Checks for newer versions, if the package was built with a feed (`PLUMBLINE_UPDATE_URL` or `PLUMBLINE_UPDATE_GITHUB`). The feed is
 * in `app-update.yml` inside the package, so no other program can set one later.
 */
export function setupUpdates(log: Logger): void {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return
  const check = () =>
    void checkForUpdate(log).catch((error) =>
      log('warn', `The check for updates failed: ${describeError(error)}`),
    )
  setTimeout(check, FIRST_CHECK_MS).unref()
  setInterval(check, CHECK_INTERVAL_MS).unref()
}

/** Downloads a newer version, notifies the user, and installs it when the app quits. */
async function checkForUpdate(log: Logger): Promise<void> {
  const { default: updater } = await import('electron-updater')
  const { autoUpdater } = updater
  autoUpdater.logger = {
    info: (message: unknown) => log('info', `Update: ${message}`),
    warn: (message: unknown) => log('warn', `Update: ${message}`),
    error: (message: unknown) => log('warn', `Update: ${message}`),
  }
  await autoUpdater.checkForUpdatesAndNotify()
}
