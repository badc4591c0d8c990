import type { CacheEntry, CacheStatus } from '../../src-shared/contract/activity.ts'
import type { MethodOutput } from '../../src-shared/contract/contract.ts'
import type { Activity, GapAnswersOptions } from '../activity/activity.ts'
import type { HostPort } from '../base/host-port.ts'
import type { Logger } from '../base/log.ts'
import type { Handlers, HandlersOf } from '../base/window-call-handlers.ts'
import type { Clients } from '../clients/clients.ts'
import type { Core } from './create-core.ts'

/** The part of the engine that the window sees. */
type WindowCore = Pick<
  Core,
  'home' | 'root' | 'isLibraryFixed' | 'library' | 'settings' | 'reindex' | 'onIndexChange'
>

/** What the window may do with the kept answers. */
interface CacheControl {
  status(): CacheStatus
  list(): readonly CacheEntry[]
  drop(key: string): Promise<void>
  dropAll(): Promise<number>
}

/** Everything that the bridge stands on. */
export interface WindowDeps {
  readonly core: WindowCore
  readonly activity: Activity
  readonly cache: CacheControl
  readonly host: HostPort
  /** The handlers that know files. */
  readonly standards: HandlersOf<'standards'> & Pick<Handlers, 'errors.lines'>
  /** Calls a tool as the window, through the code that serves clients. */
  readonly runTool: (tool: string, args: unknown) => Promise<MethodOutput<'activity.runAgain'>>
  /** As {@link GapAnswersOptions.replay}. */
  readonly askAgain: GapAnswersOptions['replay']
  /** The folder that a new library is filled from. */
  readonly starterStandards: string
  readonly connections: Clients
  readonly log: Logger
}
