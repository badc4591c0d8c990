import { app } from 'electron'
import type { Home } from '../../src-core/base/home.ts'

/** Names the app, and gives it a folder in the home: two homes are two apps that can run side by side. */
export function setupIdentity(home: Pick<Home, 'desktop'>): void {
  app.setName('Plumbline')
  app.setPath('userData', home.desktop)
  app.enableSandbox()
  // What Windows shows notifications under.
  app.setAppUserModelId('dev.plumbline.app')
}
