import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Core, createCore } from '../../src-core/create-core.ts'
import { type Home, resolveHome } from '../../src-core/home.ts'
import { createLogger, type Logger } from '../../src-core/log.ts'
import { builtPaths } from '../../src-core/runtime-paths.ts'
import { describeError, PlumblineError } from '../../src-shared/errors.ts'
import { HELP } from './help.ts'
import { runIndex } from './index-command.ts'
import { runSearch } from './search-command.ts'
import { runStatus } from './status-command.ts'

/** What every command gets. A command returns its exit code. */
export interface CommandInput {
  readonly core: Core
  readonly words: readonly string[]
  readonly options: CommandOptions
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
  readonly 'dry-run'?: boolean | undefined
  readonly yes?: boolean | undefined
}

type Command = (input: CommandInput) => Promise<number>

// `mcp` is the MCP server's own bundle: scripts/plumbline.mjs starts it, and never comes here.
const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly indexes: boolean }>> = {
  index: { run: runIndex, indexes: true },
  search: { run: runSearch, indexes: true },
  status: { run: runStatus, indexes: false },
  // The other commands start faster without what a server needs.
  serve: { run: async (input) => (await import('./serve-command.ts')).runServe(input), indexes: true },
}

const HOME_COMMANDS: Readonly<Record<string, (input: HomeInput) => Promise<number>>> = {
  connect: async (input) => (await import('./connect-command.ts')).runConnect(input),
  disconnect: async (input) => (await import('./connect-command.ts')).runDisconnect(input),
  doctor: async (input) => (await import('./doctor-command.ts')).runDoctor(input),
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments()
  const [name, ...words] = positionals
  if (values.version) return print(PLUMBLINE_VERSION)
  if (values.help || name === 'help') return print(HELP)
  if (name === undefined) return complain(HELP)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const homeCommand = Object.hasOwn(HOME_COMMANDS, name) ? HOME_COMMANDS[name] : undefined

  const home = resolveHome(values.home)
  const log = createLogger(
    home.logs,
    name === 'serve' ? 'serve' : 'cli',
    values.verbose ? (line) => process.stderr.write(line) : undefined,
  )
  const folder = join(import.meta.dirname, '../mcp')
  const library = values.library ?? process.env.PLUMBLINE_LIBRARY
  const options = { ...values, json: values.json ?? false, force: values.force ?? false }
  if (homeCommand) return homeCommand({ home, folder, library, words, options, log })
  if (!command) return complain(`plumbline: there is no command "${name}".\n\n${HELP}`)
  const core = createCore({
    home: home.dir,
    library,
    indexes: command.indexes,
    log,
    paths: builtPaths(folder),
  })
  try {
    return await command.run({ core, words, options, log })
  } finally {
    await core.close()
  }
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
