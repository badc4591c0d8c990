import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ProcessGuard } from '../../src-core/app/guard-process.ts'
import { describeFailure } from '../../src-core/base/describe-failure.ts'
import type { HostPort } from '../../src-core/base/host-port.ts'
import type { RuntimePaths } from '../../src-core/base/runtime-paths.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { openTokenFile } from '../web/token-file.ts'
import { becomeHost } from '../window-host/host-right.ts'
import { removeRedirectPages, writeRedirectPage } from '../window-host/redirect-page.ts'
import { startWindowHost, type WindowHostOptions } from '../window-host/start-window-host.ts'
import { hasDesktop, openCommand, openExternal, revealCommand } from './open-external.ts'

/** How long a browser may take to start and read the page that leads to the window, in milliseconds. */
const OPENING_MS = 120_000

export interface HeadlessOptions extends Omit<WindowHostOptions, 'host'> {
  readonly version: string
  readonly paths: Pick<RuntimePaths, 'starterStandards' | 'configWorker' | 'nativeBinding'>
  /** True: the default browser is opened, where there is one. */
  readonly opensBrowser: boolean
  readonly guard: ProcessGuard
  /** Resolves with the reason when the process has to end. */
  readonly stopped: Promise<string>
  /** Writes a line to stdout. */
  readonly print: (line: string) => void
  /** Writes a line to stderr. */
  readonly note: (line: string) => void
}

/**
 * Serves the window to browsers of this machine until `stopped` resolves or the window quits it. Prints one line with the address
 * when it is ready.
 * @returns the exit code
 * @throws PlumblineError when the port or the home cannot be used
 */
export async function runHeadless(options: HeadlessOptions): Promise<number> {
  const { core, log, print, note } = options
  const found = await becomeHost(core.home, options.paths.nativeBinding)
  if ('other' in found) {
    const { origin, pid } = found.other
    note(`Plumbline already runs for ${core.home.dir} (process ${pid}).`)
    await show(`${origin}/#token=${openTokenFile(core.home.windowToken).current()}`)
    return 0
  }
  let quit: (reason: string) => void = () => {}
  const quitByWindow = new Promise<string>((resolve) => {
    quit = resolve
  })
  try {
    const host = headlessHost(options.version, () => quit('Asked from the window'))
    const served = await startWindowHost({ ...options, host })
    options.guard.use(core, served.flush)
    publish(served.origin())
    served.onMove(publish)
    log('info', `Serving ${core.root}; MCP is at ${served.origin()}/mcp (Plumbline ${options.version})`)
    await show(`${served.origin()}/#token=${served.windowToken}`)
    setTimeout(() => removeRedirectPages(core.home), OPENING_MS).unref()
    log('info', `${await Promise.race([options.stopped, quitByWindow])}; Plumbline ends.`)
    await served
      .close()
      .catch((error) => log('warn', `Plumbline did not close cleanly: ${describeError(error)}`))
    return 0
  } catch (error) {
    core.activity.report(describeFailure(error, 'plumbline start', 'Plumbline could not be started'))
    throw error
  } finally {
    removeRedirectPages(core.home)
    found.right.release()
  }

  /** The address is for a second start; without it, as on a full disk, this host serves all the same. */
  function publish(origin: string): void {
    if (!('right' in found)) return
    try {
      found.right.publishAddress(origin)
    } catch (error) {
      log('warn', `The address could not be written to ${core.home.hostAddress}: ${describeError(error)}`)
    }
  }

  async function show(address: string): Promise<void> {
    print(`Plumbline is at ${address}`)
    if (!options.opensBrowser || !hasDesktop()) return
    // The printed address is enough when no browser can be opened.
    await writeRedirectPage(core.home, address)
      .then((page) => openExternal(openCommand(page)))
      .catch((error) => log('warn', describeError(error)))
  }
}

function headlessHost(version: string, quit: () => void): Omit<HostPort, 'endpoint'> {
  const name = 'headless'
  if (!hasDesktop()) return { name, version, quit }
  return {
    name,
    version,
    quit,
    reveal: (path) => openExternal(revealCommand(folderOn(path))),
    openFile: (path) => openExternal(openCommand(path)),
  }

  /** On Linux the folder is opened, because no command selects a file on every desktop. */
  function folderOn(path: string): string {
    return process.platform === 'linux' && !isFolder(path) ? dirname(path) : path
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
