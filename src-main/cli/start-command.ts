import { join } from 'node:path'
import { runHeadless } from '../headless/run-headless.ts'
import { builtWindow } from '../start-window-host.ts'
import type { CommandInput } from './main.ts'
import { readPort } from './read-port.ts'
import { waitForSignal } from './wait-for-signal.ts'

const NO_DESKTOP_APP =
  "Electron, which the desktop app needs, is not part of this installation; Plumbline's window opens in your browser instead."

/** `plumbline start`: the window, and everything behind it, until it is told to stop. */
export async function runStart({ core, paths, guard, options, log }: CommandInput): Promise<number> {
  const stopped = waitForSignal().then((signal) => `Got ${signal}`)
  if (!options.headless) console.error(NO_DESKTOP_APP)
  return runHeadless({
    core,
    paths,
    guard,
    serverFolder: join(import.meta.dirname, '../mcp'),
    windowFolder: builtWindow(join(import.meta.dirname, '..')),
    version: PLUMBLINE_VERSION,
    port: readPort('--port', options.port),
    opensBrowser: !options['no-open'],
    stopped,
    print: (line) => console.log(line),
    note: (line) => console.error(line),
    log,
  })
}
