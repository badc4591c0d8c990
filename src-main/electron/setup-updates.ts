import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'

const FIRST_LOOK_MS = 30_000
const LOOK_MS = 6 * 60 * 60_000

/**
 * Looks for newer versions, where the package was built with a feed (`PLUMBLINE_UPDATE_URL` or `PLUMBLINE_UPDATE_GITHUB` while
 * it was packed). Without one there is no such file, and no program of the machine can name one afterwards.
 */
export function setupUpdates(log: Logger): void {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return
  const look = () =>
    void lookForUpdate(log).catch((error) =>
      log('warn', `No update could be looked for: ${describeError(error)}`),
    )
  setTimeout(look, FIRST_LOOK_MS).unref()
  setInterval(look, LOOK_MS).unref()
}

/** A newer version is fetched, tells of itself, and is installed when the app quits. */
async function lookForUpdate(log: Logger): Promise<void> {
  const { default: updater } = await import('electron-updater')
  const { autoUpdater } = updater
  autoUpdater.logger = {
    info: (message: unknown) => log('info', `Update: ${message}`),
    warn: (message: unknown) => log('warn', `Update: ${message}`),
    error: (message: unknown) => log('warn', `Update: ${message}`),
  }
  await autoUpdater.checkForUpdatesAndNotify()
}
