import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { eventually, LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { makeTempHome, type TempHome } from '../../src-mcp/testing/built-server.ts'
import { findDesktop, ROOT } from './find-desktop.ts'
import type { HostOptions } from './window-host.ts'

const WATCH = join(import.meta.dirname, 'watch-desktop.cjs')

/** The dialogues, notifications, addresses and tray icons that the app passed to the system. */
interface DesktopSeen {
  readonly dialogs: readonly {
    readonly message: string
    readonly detail: string
    readonly buttons: readonly string[]
  }[]
  readonly notifications: readonly { readonly title: string; readonly body: string }[]
  /** Addresses and files. */
  readonly opened: readonly string[]
  readonly tooltip: string
  /** The file names of the icons that the tray has shown. */
  readonly icons: readonly string[]
}

interface TrayItem {
  readonly label: string
  readonly enabled: boolean
  readonly checked: boolean
  readonly items: readonly TrayItem[]
}

/** A running desktop app on a temporary home and library. */
export interface Desktop {
  readonly app: ElectronApplication
  readonly home: TempHome
  readonly pid: number
  /** Resolves with the window when it is open. */
  window(): Promise<Page>
  isVisible(): Promise<boolean>
  /** Starts the app a second time on the same home. Resolves when the second process has ended. */
  startAgain(args?: readonly string[]): Promise<void>
  trayItems(): Promise<readonly TrayItem[]>
  clickTray(label: string): Promise<void>
  seen(): Promise<DesktopSeen>
  clickNotification(): Promise<void>
  /** Clears the recorded dialogues and notifications, and shows the window at its first view. */
  startOver(): Promise<void>
  /** The unacknowledged errors. */
  errors(): Promise<readonly { readonly title: string; readonly cause: string }[]>
  /** Prepares the answer to the next dialogue: the label of a button, or the path of a folder. */
  answer(label: string): Promise<void>
  /** Quits the app as its menu does. Resolves with the exit code when the process has ended. */
  quit(): Promise<number | null>
  /** Quits the app and removes its files. */
  close(): Promise<void>
}

interface Seen {
  trays: { menu: { items: unknown[] } | null; tooltip: string; images: unknown[] }[]
  notifications: { title: string; body: string; emit(name: string): void }[]
  dialogs: DesktopSeen['dialogs']
  opened: string[]
  answers: string[]
}

export interface DesktopOptions extends HostOptions {
  readonly args?: readonly string[]
  /** An existing home, which `close` does not remove. */
  readonly home?: TempHome
}

/** Starts the app and waits until its tray has a menu. */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const executablePath = findDesktop()
  if (executablePath === null) throw new Error('There is no Electron to test with.')
  const home = options.home ?? makeTempHome(options.files)
  if (!options.home)
    home.writeSettings({ welcomed: options.welcomed ?? true, library: home.library, ...options.settings })
  const root = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const own = [ROOT, `--home=${home.home}`, '--port=0', ...(options.args ?? [])]
  // The trash of Linux is in this folder, so that deleted test files do not get into the user's own.
  const trash = process.platform === 'linux' && { XDG_DATA_HOME: join(home.home, 'data') }
  const env = { ...(process.env as Record<string, string>), ...trash, ...options.env }
  const app = await _electron.launch({ executablePath, args: [...root, '--require', WATCH, ...own], env })
  const child = app.process()
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))

  const trayItems = () =>
    app.evaluate((): TrayItem[] => {
      interface Item {
        label: string
        enabled: boolean
        checked: boolean
        submenu?: { items: Item[] }
      }
      const { trays } = (globalThis as unknown as { desktopSeen: Seen }).desktopSeen
      const read = ({ label, enabled, checked, submenu }: Item): TrayItem => ({
        label,
        enabled,
        checked,
        items: (submenu?.items ?? []).map(read),
      })
      return ((trays[0]?.menu?.items ?? []) as Item[]).map(read)
    })

  const desktop: Desktop = {
    app,
    home,
    pid: child.pid ?? 0,
    window: async () => app.windows()[0] ?? (await app.firstWindow()),
    isVisible: () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible())),
    async startAgain(args = []) {
      const { spawn } = await import('node:child_process')
      const child = spawn(executablePath, [...root, ROOT, `--home=${home.home}`, ...args], {
        env,
        stdio: 'ignore',
      })
      await new Promise((resolve) => child.once('exit', resolve))
    },
    trayItems,
    clickTray: (wanted) =>
      app.evaluate((_electron, label) => {
        interface Item {
          label: string
          click(): void
          submenu?: { items: Item[] }
        }
        const { trays } = (globalThis as unknown as { desktopSeen: Seen }).desktopSeen
        const find = (items: Item[]): Item | undefined => {
          for (const item of items) {
            const found = item.label === label ? item : find(item.submenu?.items ?? [])
            if (found) return found
          }
          return undefined
        }
        const item = find((trays[0]?.menu?.items ?? []) as Item[])
        if (!item) throw new Error(`The tray has no item “${label}”.`)
        // After this call, because some items would block it.
        setImmediate(() => item.click())
      }, wanted),
    seen: () =>
      app.evaluate((): DesktopSeen => {
        const { dialogs, notifications, opened, trays } = (globalThis as unknown as { desktopSeen: Seen })
          .desktopSeen
        const tray = trays[0]
        return {
          dialogs,
          notifications: notifications.map(({ title, body }) => ({ title, body })),
          opened,
          tooltip: tray?.tooltip ?? '',
          icons: (tray?.images ?? []).map((image) => String(image).replace(/^.*[\\/]/, '')),
        }
      }),
    clickNotification: () =>
      app.evaluate(() => {
        ;(globalThis as unknown as { desktopSeen: Seen }).desktopSeen.notifications.at(-1)?.emit('click')
      }),
    async startOver() {
      await app.evaluate(({ BrowserWindow }) => {
        const { desktopSeen } = globalThis as unknown as { desktopSeen: Record<string, unknown[]> }
        for (const kind of ['popups', 'notifications', 'dialogs', 'opened', 'answers'])
          desktopSeen[kind]?.splice(0)
        BrowserWindow.getAllWindows()[0]?.show()
      })
      const page = await desktop.window()
      await page.waitForURL(({ protocol }) => protocol !== 'about:')
      await page.evaluate('localStorage.clear()')
      await page.goto(`${/^[^/]+\/\/[^/]+/.exec(page.url())?.[0]}/`)
    },
    async errors() {
      const page = app.windows()[0]
      const answer = await page?.evaluate("window.plumbline.call('errors.list', { acknowledged: false })")
      return (answer as { output: Awaited<ReturnType<Desktop['errors']>> }).output
    },
    answer: (label) =>
      app.evaluate((_electron, text) => {
        ;(globalThis as unknown as { desktopSeen: Seen }).desktopSeen.answers.push(text)
      }, label),
    async quit() {
      await app.evaluate(({ app: main }) => void setImmediate(() => main.quit())).catch(() => {})
      return exit
    },
    async close() {
      const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
      await app
        .evaluate(({ app: main, BrowserWindow }) => {
          // Unsaved text of a test is discarded.
          for (const { webContents } of BrowserWindow.getAllWindows())
            webContents
              .removeAllListeners('will-prevent-unload')
              .on('will-prevent-unload', (event) => event.preventDefault())
          setImmediate(() => main.quit())
        })
        .catch(() => {})
      await exit
      clearTimeout(timer)
      if (!options.home) home.remove()
    },
  }
  const ended = exit.then((code) => Promise.reject(new Error(`The app ended with ${code}.`)))
  // A later quit is not an unhandled rejection.
  ended.catch(() => {})
  await Promise.race([eventually(async () => (await trayItems()).length > 0), ended])
  return desktop
}
