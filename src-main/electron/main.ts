import { join } from 'node:path'
import { app, session } from 'electron'
import type { WindowServer } from '../../src-core/app/window-server.ts'
import { resolveHome } from '../../src-core/base/home.ts'
import { createLogger } from '../../src-core/base/log.ts'
import { becomeHost } from '../window-host/host-right.ts'
import { readLink } from './app-links.ts'
import { findAppPaths } from './app-paths.ts'
import { desktopHost } from './desktop-host.ts'
import { offerOtherHost } from './find-other-host.ts'
import { createLoginItem } from './login-item.ts'
import { readStart } from './read-start.ts'
import { createRecentStandards } from './recent-standards.ts'
import { copyServer } from './server-copy.ts'
import { setupActions } from './setup-actions.ts'
import { setupBridge } from './setup-bridge.ts'
import { setupFailures } from './setup-failures.ts'
import { setupIdentity } from './setup-identity.ts'
import { setupLinks } from './setup-links.ts'
import { setupApplicationMenu, setupContextMenu } from './setup-menus.ts'
import { setupNotifications } from './setup-notifications.ts'
import { registerWindowScheme, setupProtocol } from './setup-protocol.ts'
import { setupQuit } from './setup-quit.ts'
import { setupSecurity } from './setup-security.ts'
import { type ShowRequests, setupSingleInstance } from './setup-single-instance.ts'
import { setupTheme } from './setup-theme.ts'
import { setupTray } from './setup-tray.ts'
import { setupUpdates } from './setup-updates.ts'
import { setupWindow } from './setup-window.ts'
import { sinceStart } from './since-start.ts'
import { startDesktopEngine } from './start-engine.ts'

const start = readStart(process.argv)
const home = resolveHome(start.home)
const log = createLogger(home.logs, 'app')
const failures = setupFailures(log, join(home.logs, 'app.log'))

setupIdentity(home)
registerWindowScheme()
const requests = setupSingleInstance()
if (requests === null) app.quit()
else
  void app
    .whenReady()
    .then(() => run(requests))
    .catch((error) => failures.stop(error))

/** Starts everything, the visible parts first. */
async function run(showRequests: ShowRequests): Promise<void> {
  const paths = findAppPaths(app.getAppPath(), app.isPackaged ? process.resourcesPath : null)
  const found = await becomeHost(home, paths.nativeBinding)
  if ('other' in found) {
    if (!start.hidden) await offerOtherHost(home, found.other)
    return app.quit()
  }

  // The window is created while the engine starts; its first messages wait for the engine.
  const windowServer = Promise.withResolvers<WindowServer>()
  windowServer.promise.catch(() => {})
  let clientLinks = (): string[] => []
  const openExternal = setupSecurity(session.defaultSession, log, () => clientLinks())
  setupProtocol(session.defaultSession, paths.windowFolder, windowServer.promise)
  const window = setupWindow({
    paths,
    stateFile: home.windowState,
    onCreate({ webContents }) {
      setupBridge(webContents, windowServer.promise, log)
      setupContextMenu(webContents, openExternal)
    },
    onCrash: (reason) => failures.report(new Error(reason), "The window's process ended unexpectedly"),
    log,
  })
  const startsHidden = start.hidden || app.getLoginItemSettings().wasOpenedAtLogin
  const path = start.link === null ? undefined : (readLink(start.link) ?? undefined)
  if (!startsHidden || path !== undefined) window.show(path)

  const loginItem = createLoginItem()
  const serverPaths = process.env.APPIMAGE ? await copyServer(paths, home.servers, log) : paths
  const engine = await startDesktopEngine({
    start,
    home,
    paths: serverPaths,
    host: desktopHost(window, loginItem),
    log,
  })
  const { core, served } = engine
  failures.use(core, served.flush)
  found.right.publishAddress(served.origin())
  served.onMove((origin) => found.right.publishAddress(origin))
  clientLinks = () => served.connections.list().flatMap(({ deepLink }) => deepLink ?? [])
  windowServer.resolve(served.bridge)

  const actions = setupActions({ core, served, window, loginItem })
  const closers = [
    setupTheme(core.settings),
    setupTray({
      icons: paths.icons,
      actions,
      state: served.bridge.state,
      claudeDesktop: () => served.connections.card('claude-desktop').state,
      recent: createRecentStandards(core.activity, core.library),
    }),
    setupNotifications({ core, connections: served.connections, open: actions.open }),
  ]
  setupApplicationMenu(actions)
  setupLinks()
  setupUpdates(log)
  showRequests.listen((wantedPath) => window.show(wantedPath))
  setupQuit(window, async () => {
    for (const close of closers) close()
    await engine.close()
    found.right.release()
  })
  log('info', `Serving ${core.root}; MCP is at ${served.origin()}/mcp (Plumbline ${app.getVersion()})`)
  log('info', `The tray icon was shown ${sinceStart()} ms after the start`)
}
