import { join } from 'node:path'
import { runHeadless } from '../../headless/run-headless.ts'
import { builtWindow } from '../../window-host/start-window-host.ts'
import type { CoreContext } from '../command.ts'
import { noteLine, printLine } from '../output.ts'
import { waitForStopSignal } from '../stop-signal.ts'

/** The options of `plumbline start`. */
export interface StartOptions {
  readonly headless?: boolean
  readonly open: boolean
  readonly port?: number
}

/** `plumbline start` without the desktop app: serves the window to a browser until a signal stops the process. */
export async function runHeadlessStart(
  { core, paths, guard, log }: CoreContext,
  options: StartOptions,
): Promise<number> {
  const stopped = waitForStopSignal().then((signal) => `Got ${signal}`)
  return runHeadless({
    core,
    paths,
    guard,
    serverFolder: join(import.meta.dirname, '../mcp'),
    windowFolder: builtWindow(join(import.meta.dirname, '..')),
    version: PLUMBLINE_VERSION,
    port: options.port,
    opensBrowser: options.open,
    stopped,
    print: (line) => printLine(line),
    note: (line) => noteLine(line),
    log,
  })
}
