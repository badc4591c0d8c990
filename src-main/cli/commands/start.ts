import { join } from 'node:path'
import { runHeadless } from '../../headless/run-headless.ts'
import { builtWindow } from '../../window-host/start-window-host.ts'
import type { CommandInput } from '../main.ts'
import { readPort } from '../read-port.ts'
import { waitForSignal } from '../wait-for-signal.ts'

/** `plumbline start` without the desktop app: the window in a browser, and everything behind it, until it is told to stop. */
export async function runStart({ core, paths, guard, options, log }: CommandInput): Promise<number> {
  const stopped = waitForSignal().then((signal) => `Got ${signal}`)
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
