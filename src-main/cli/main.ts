import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { createHostCore, type HostCore } from '../../src-core/app/create-host-core.ts'
import { guardProcess, type ProcessGuard } from '../../src-core/app/guard-process.ts'
import { describeFailure } from '../../src-core/base/describe-failure.ts'
import { type Home, resolveHome } from '../../src-core/base/home.ts'
import { createLogger, type Logger } from '../../src-core/base/log.ts'
import { builtPaths, type RuntimePaths } from '../../src-core/base/runtime-paths.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { runIndex } from './commands/index-library.ts'
import { runSearch } from './commands/search.ts'
import { runStatus } from './commands/status.ts'
import { HELP } from './help.ts'

/** What every command gets. A command returns its exit code. */
export interface CommandInput {
  readonly core: HostCore
  readonly paths: RuntimePaths
  readonly words: readonly string[]
  readonly options: CommandOptions
  readonly guard: ProcessGuard
  readonly log: Logger
}

/** What a command gets that works on a home of which nothing needs to be in order. */
export interface HomeInput {
  readonly home: Home
  /** The one that holds the built server. */
  readonly folder: string
  /** As it was given, if it was. */
  readonly library: string | undefined
  readonly words: readonly string[]
  readonly options: CommandOptions
  readonly log: Logger
}

/** The options that commands share. */
export interface CommandOptions {
  readonly library?: string | undefined
  readonly json: boolean
  readonly force: boolean
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
  readonly limit?: string | undefined
  readonly port?: string | undefined
  readonly host?: string | undefined
  readonly tcp?: string | undefined
  readonly 'no-websocket'?: boolean | undefined
  readonly 'allow-origin'?: readonly string[] | undefined
  readonly headless?: boolean | undefined
  readonly 'no-open'?: boolean | undefined
  readonly format?: string | undefined
  readonly out?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly client?: readonly string[] | undefined
  readonly tool?: readonly string[] | undefined
  readonly status?: readonly string[] | undefined
  readonly text?: string | undefined
  readonly 'dry-run'?: boolean | undefined
  readonly yes?: boolean | undefined
}

type Command = (input: CommandInput) => Promise<number>

const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly indexes: boolean }>> = {
  index: { run: runIndex, indexes: true },
  search: { run: runSearch, indexes: true },
  status: { run: runStatus, indexes: false },
  // The other commands start faster without what a server needs.
  export: { run: async (input) => (await import('./commands/export.ts')).runExport(input), indexes: false },
  serve: { run: async (input) => (await import('./commands/serve.ts')).runServe(input), indexes: true },
  start: { run: async (input) => (await import('./commands/start.ts')).runStart(input), indexes: true },
}

// Those that live long have logs of their own.
const LOG_NAMES: Readonly<Record<string, string>> = { serve: 'serve', start: 'app' }

// They need no index.
const HOME_COMMANDS: Readonly<Record<string, (input: HomeInput) => Promise<number>>> = {
  connect: async (input) => (await import('./commands/connect.ts')).runConnect(input),
  disconnect: async (input) => (await import('./commands/connect.ts')).runDisconnect(input),
  doctor: async (input) => (await import('./commands/doctor.ts')).runDoctor(input),
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments()
  const [name, ...words] = positionals
  if (values.version) return print(PLUMBLINE_VERSION)
  if (values.help || name === 'help') return print(HELP)
  if (name === undefined) return complain(HELP)
  const folder = join(import.meta.dirname, '../mcp')
  if (name === 'mcp') return serveOverStdio(folder)
  const livesLong = Object.hasOwn(LOG_NAMES, name)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    // Whoever read the output has enough of it, as `head` does.
    if (!livesLong) process.exit()
  })
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const homeCommand = Object.hasOwn(HOME_COMMANDS, name) ? HOME_COMMANDS[name] : undefined

  const home = resolveHome(values.home)
  const log = createLogger(
    home.logs,
    LOG_NAMES[name] ?? 'cli',
    values.verbose ? (line) => process.stderr.write(line) : undefined,
  )
  const library = values.library ?? process.env.PLUMBLINE_LIBRARY
  const options = { ...values, json: values.json ?? false, force: values.force ?? false }
  if (homeCommand) return homeCommand({ home, folder, library, words, options, log })
  if (!command) return complain(`plumbline: there is no command "${name}". \`plumbline --help\` lists them.`)
  if (name === 'start' && !values.headless) {
    const root = join(import.meta.dirname, '../..')
    const note = (line: string) => console.error(line)
    const { startDesktop } = await import('./commands/start-desktop.ts')
    const code = await startDesktop({ root, home, library: values.library, port: values.port, note })
    if (code !== null) return code
  }
  const paths = builtPaths(folder)
  const guard = guardProcess(`plumbline ${name}`, (level, message) => {
    log(level, message)
    if (!values.verbose) console.error(message)
  })
  const core = createHostCore({
    home: home.dir,
    library,
    indexes: command.indexes,
    log,
    name: `plumbline ${name}`,
    paths,
  })
  guard.use(core)
  try {
    return await command.run({ core, paths, guard, words, options, log: core.log })
  } catch (error) {
    // Whoever starts a server in the background does not see what it prints.
    const isMistyped = error instanceof PlumblineError && error.code === 'usage'
    if (livesLong && !isMistyped)
      core.activity.report(describeFailure(error, `plumbline ${name}`, `plumbline ${name} failed`))
    throw error
  } finally {
    await core.close()
  }
}

/** The server's own bundle, which reads the options again. A checkout's command starts it without coming here. */
async function serveOverStdio(folder: string): Promise<never> {
  await import(/* @vite-ignore */ pathToFileURL(join(folder, 'server.mjs')).href)
  // It ends the process itself.
  return new Promise(() => {})
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        library: { type: 'string' },
        home: { type: 'string' },
        language: { type: 'string' },
        domain: { type: 'string' },
        tag: { type: 'string' },
        limit: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        tcp: { type: 'string' },
        'no-websocket': { type: 'boolean' },
        'allow-origin': { type: 'string', multiple: true },
        headless: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        format: { type: 'string' },
        out: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        client: { type: 'string', multiple: true },
        tool: { type: 'string', multiple: true },
        status: { type: 'string', multiple: true },
        text: { type: 'string' },
        json: { type: 'boolean' },
        force: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        verbose: { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new PlumblineError('usage', `${describeError(error)}.`, '`plumbline --help` lists the options.')
  }
}

function print(text: string): number {
  console.log(text)
  return 0
}

function complain(text: string): number {
  console.error(text)
  return 2
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof PlumblineError
  console.error(`plumbline: ${expected || !(error instanceof Error) ? describeError(error) : error.stack}`)
  process.exitCode = expected && error.code === 'usage' ? 2 : 1
}
