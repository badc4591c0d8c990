import { app } from 'electron'
import type { Home } from '../../src-core/base/home.ts'

/** Sets the app's name and its data folder in the home, so that two homes are two apps that can run at the same time. */
export function setupIdentity(home: Pick<Home, 'desktop'>): void {
  app.setName('Plumbline')
  app.setPath('userData', home.desktop)
  app.enableSandbox()
  // Windows shows notifications under this id.
  app.setAppUserModelId('dev.plumbline.app')
}
