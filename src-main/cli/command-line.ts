import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import type { CoreOptions } from '../../src-core/app/create-core.ts'
import { createHostCore, type HostCore } from '../../src-core/app/create-host-core.ts'
import { guardProcess } from '../../src-core/app/guard-process.ts'
import { describeFailure } from '../../src-core/base/describe-failure.ts'
import { type Home, resolveHome } from '../../src-core/base/home.ts'
import { createLogger, type Logger } from '../../src-core/base/log.ts'
import { builtPaths } from '../../src-core/base/runtime-paths.ts'
import { storageErrorOf } from '../../src-core/base/storage-errors.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { printable } from '../../src-shared/printable.ts'
import type { CommandRunner, DeclareCommand, SharedOptions } from './command.ts'
import { connectCommand, disconnectCommand } from './commands/connect.ts'
import { doctorCommand } from './commands/doctor.ts'
import { exportCommand } from './commands/export.ts'
import { forCommand } from './commands/for-files.ts'
import { indexCommand } from './commands/index-library.ts'
import { mcpCommand } from './commands/mcp.ts'
import { searchCommand } from './commands/search.ts'
import { serveCommand } from './commands/serve.ts'
import { startCommand } from './commands/start.ts'
import { statusCommand } from './commands/status.ts'
import { misplacedOption } from './misplaced-option.ts'
import { noteLine } from './output.ts'

const COMMANDS: readonly DeclareCommand[] = [
  startCommand,
  mcpCommand,
  serveCommand,
  indexCommand,
  searchCommand,
  forCommand,
  statusCommand,
  exportCommand,
  connectCommand,
  disconnectCommand,
  doctorCommand,
]

const USAGE_ERROR = 2

/**
 * Runs one command line.
 * @param args the words behind `plumbline`
 * @returns the exit code: 0, 1 when the command failed, 2 when the command line is wrong
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const runner = new Runner()
  const program = declareProgram(runner)
  process.stdout.on('error', ignoreClosedOutput)
  try {
    await program.parseAsync(args, { from: 'user' })
    return runner.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return afterCommanderError(error, program, args)
    noteLine(`plumbline: ${describeError(error)}`)
    return error instanceof PlumblineError && error.code === 'usage' ? USAGE_ERROR : 1
  }
}

/** The whole command line with its options, as help and the documentation's test read it. */
export function declareProgram(runner: CommandRunner): Command {
  const program = new Command('plumbline')
    .description("Keeps your team's coding standards in front of its AI assistants.")
    .usage('<command> [options]')
    .option(
      '--home <folder>',
      'where the index and the settings are (default: PLUMBLINE_HOME, else ~/.plumbline)',
    )
    .option('--library <folder>', 'the folder with the standards (default: the one in the settings)')
    .option('--verbose', 'show the log')
    .version(PLUMBLINE_VERSION, '--version', 'show the version')
    .helpOption('-h, --help', 'show help, also for one command')
    .helpCommand('help [command]', 'show help')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nThe library is indexed while any Plumbline process runs. Otherwise a command first brings the index up to date.',
    )
  program.exitOverride().configureOutput({
    outputError: (text, write) => write(printable(text.replace(/^error: /, 'plumbline: '))),
  })
  for (const declare of COMMANDS) {
    const command = declare(runner).copyInheritedSettings(program)
    program.addCommand(command.helpOption('-h, --help', 'show this help'))
  }
  for (const command of [program, ...program.commands])
    command.showHelpAfterError(`\`${commandPath(command)} --help\` lists what it takes.`)
  return program
}

/** Commander has printed its message; what is left is the exit code and a hint that it does not know. */
function afterCommanderError(error: CommanderError, program: Command, args: readonly string[]): number {
  if (error.exitCode === 0) return 0
  if (error.code === 'commander.unknownOption') {
    const hint = misplacedOption(program, args)
    if (hint !== null) noteLine(hint)
  }
  return USAGE_ERROR
}

function commandPath(command: Command): string {
  return command.name() === 'plumbline' ? 'plumbline' : `plumbline ${command.name()}`
}

/** Opens what a command works on, runs the command, and closes everything. */
class Runner implements CommandRunner {
  exitCode = 0
  // In a checkout this is `dist/mcp`, beside the `dist/cli` that holds this bundle.
  readonly #serverFolder = join(import.meta.dirname, '../mcp')

  async onHome(...[command, run]: Parameters<CommandRunner['onHome']>): Promise<void> {
    const options = command.optsWithGlobals<SharedOptions>()
    endOnClosedOutput()
    const home = resolveHome(options.home)
    const log = openLog(home.logs, 'cli', options)
    try {
      this.exitCode = await run({ home, serverFolder: this.#serverFolder, library: libraryOf(options), log })
    } catch (error) {
      throw asExpected(error, home, log)
    }
  }

  async onCore(...[command, needs, run]: Parameters<CommandRunner['onCore']>): Promise<void> {
    const options = command.optsWithGlobals<SharedOptions>()
    // A server goes on when nobody reads its output any more.
    if (needs.ownLog === undefined) endOnClosedOutput()
    const name = commandPath(command)
    const home = resolveHome(options.home)
    const log = openLog(home.logs, needs.ownLog ?? 'cli', options)
    const paths = builtPaths(this.#serverFolder)
    const guard = guardProcess(name, (level, message) => {
      log(level, message)
      if (!options.verbose) noteLine(withoutStack(message, home))
    })
    const { indexes } = needs
    const core = openCore({ home: home.dir, library: libraryOf(options), indexes, log, name, paths }, home)
    guard.use(core)
    try {
      this.exitCode = await run({ core, paths, guard, log: core.log })
    } catch (cause) {
      const error = asExpected(cause, home, log)
      // The terminal of a server that runs in the background is often closed; the error list keeps the reason.
      const isUsageError = error instanceof PlumblineError && error.code === 'usage'
      if (needs.ownLog !== undefined && !isUsageError)
        core.activity.report(describeFailure(error, name, `${name} failed`))
      throw error
    } finally {
      await core.close()
    }
  }
}

/** @throws PlumblineError */
function openCore(options: CoreOptions, home: Home): HostCore {
  try {
    return createHostCore(options)
  } catch (error) {
    throw asExpected(error, home, options.log)
  }
}

/** An error as a person gets it: a sentence. The stack of an unexpected one is for the log. */
function asExpected(error: unknown, home: Home, log: Logger): Error {
  if (error instanceof PlumblineError || error instanceof CommanderError) return error
  const storageError = storageErrorOf(error, home.dir)
  if (storageError !== null) return storageError
  log('error', error instanceof Error ? (error.stack ?? error.message) : String(error))
  return new PlumblineError(
    'internal',
    `Unexpected error: ${describeError(error).replace(/\.$/, '')}.`,
    `The log in ${home.logs} has the details.`,
    { cause: error },
  )
}

function withoutStack(message: string, { logs }: Home): string {
  const [sentence = ''] = message.split('\n', 1)
  return sentence === message ? message : `${sentence}\nThe log in ${logs} has the details.`
}

function openLog(folder: string, name: string, { verbose }: SharedOptions) {
  return createLogger(folder, name, verbose ? (line) => process.stderr.write(line) : undefined)
}

function libraryOf({ library }: SharedOptions): string | undefined {
  return library ?? process.env.PLUMBLINE_LIBRARY
}

/** `plumbline search | head` closes our output early; the command then ends without an error. */
function endOnClosedOutput(): void {
  process.stdout.on('error', () => process.exit())
}

/** @throws any error but that of an output whose reader has ended */
function ignoreClosedOutput(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
