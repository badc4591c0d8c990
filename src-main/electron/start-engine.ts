import { createHostCore, type HostCore } from '../../src-core/app/create-host-core.ts'
import type { Home } from '../../src-core/base/home.ts'
import type { HostPort } from '../../src-core/base/host-port.ts'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { startWindowHost, type WindowHost } from '../window-host/start-window-host.ts'
import type { AppPaths } from './app-paths.ts'
import type { DesktopStartOptions } from './read-start.ts'

/** The core and the host that serves it to the window and to clients. */
export interface DesktopEngine {
  readonly core: HostCore
  readonly served: WindowHost
  /** Never rejects. */
  close(): Promise<void>
}

export interface EngineOptions {
  readonly start: Pick<DesktopStartOptions, 'library' | 'port'>
  readonly home: Home
  readonly paths: AppPaths
  readonly host: Omit<HostPort, 'endpoint'>
  readonly log: Logger
}

/** @throws PlumblineError as `createHostCore` and `startWindowHost` do */
export async function startDesktopEngine({
  start,
  home,
  paths,
  host,
  log,
}: EngineOptions): Promise<DesktopEngine> {
  const library = start.library ?? process.env.PLUMBLINE_LIBRARY
  const core = createHostCore({ home: home.dir, library, log, name: 'desktop app', paths })
  try {
    const { serverFolder, windowFolder, node } = paths
    const { port } = start
    const served = await startWindowHost({
      core,
      paths,
      serverFolder,
      node,
      host,
      windowFolder,
      port,
      log: core.log,
    })
    return {
      core,
      served,
      async close() {
        try {
          await served.close()
          await core.close()
        } catch (error) {
          log('warn', `Plumbline did not close cleanly: ${describeError(error)}`)
        }
      },
    }
  } catch (error) {
    await core.close()
    throw error
  }
}
