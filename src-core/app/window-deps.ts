import type { CacheEntry, CacheStatus } from '../../src-shared/contract/activity.ts'
import type { MethodOutput } from '../../src-shared/contract/contract.ts'
import type { Activity, GapAnswersOptions } from '../activity/activity.ts'
import type { HostPort } from '../base/host-port.ts'
import type { Logger } from '../base/log.ts'
import type { Handlers, HandlersOf } from '../base/window-call-handlers.ts'
import type { Clients } from '../clients/clients.ts'
import type { Core } from './create-core.ts'

/** The part of the engine that window calls use. */
type WindowCore = Pick<
  Core,
  'home' | 'root' | 'isLibraryFixed' | 'library' | 'settings' | 'reindex' | 'onIndexChange'
>

/** The operations on cached responses that window calls use. */
interface CacheControl {
  status(): CacheStatus
  list(): readonly CacheEntry[]
  drop(key: string): Promise<void>
  dropAll(): Promise<number>
}

/** Everything that the window calls and the state feed depend on. */
export interface WindowDeps {
  readonly core: WindowCore
  readonly activity: Activity
  readonly cache: CacheControl
  readonly host: HostPort
  /** The handlers that read and write the files of standards. */
  readonly standards: HandlersOf<'standards'> & Pick<Handlers, 'errors.lines'>
  /** Calls a tool on behalf of the window, through the same code that serves clients. */
  readonly runTool: (tool: string, args: unknown) => Promise<MethodOutput<'activity.runAgain'>>
  /** See {@link GapAnswersOptions.replay}. */
  readonly replay: GapAnswersOptions['replay']
  /** The folder with the standards that a new library starts with. */
  readonly starterStandards: string
  readonly clients: Clients
  readonly log: Logger
}
