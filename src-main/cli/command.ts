import type { Command } from 'commander'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import type { ProcessGuard } from '../../src-core/app/guard-process.ts'
import type { Home } from '../../src-core/base/home.ts'
import type { Logger } from '../../src-core/base/log.ts'
import type { RuntimePaths } from '../../src-core/base/runtime-paths.ts'

/** The options that every command takes, before or after its name. */
export interface SharedOptions {
  readonly home?: string
  readonly library?: string
  readonly verbose?: boolean
}

/** What a command gets that needs a home, but no readable settings and no index. */
export interface HomeContext {
  readonly home: Home
  /** The folder of the built stdio server, `dist/mcp` in a checkout. */
  readonly serverFolder: string
  /** The value of `--library` or `PLUMBLINE_LIBRARY`. */
  readonly library: string | undefined
  readonly log: Logger
}

/** What a command gets that works on the indexed library and the activity. */
export interface CoreContext {
  readonly core: HostCore
  readonly paths: RuntimePaths
  readonly guard: ProcessGuard
  readonly log: Logger
}

/** How a command wants its core. */
interface CoreNeeds {
  /** False: the command only reads what another process indexes. */
  readonly indexes: boolean
  /** Name of the text log of a command that runs until it is stopped. Absent: the log `cli` of short commands. */
  readonly ownLog?: string
}

/** Runs the body of a command. Each body resolves with the exit code of the process. */
export interface CommandRunner {
  onHome(command: Command, run: (context: HomeContext) => Promise<number>): Promise<void>
  onCore(command: Command, needs: CoreNeeds, run: (context: CoreContext) => Promise<number>): Promise<void>
}

/** Declares a command: name, summary, arguments, options and action. */
export type DeclareCommand = (runner: CommandRunner) => Command
