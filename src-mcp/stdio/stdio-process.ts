import { parseArgs } from 'node:util'
import { openActivityLog } from '../../src-core/activity/open-activity.ts'
import { type Core, createCore } from '../../src-core/app/create-core.ts'
import { guardProcess, type ProcessGuard } from '../../src-core/app/guard-process.ts'
import { type Home, resolveHome } from '../../src-core/base/home.ts'
import { createLogger } from '../../src-core/base/log.ts'
import { builtPaths } from '../../src-core/base/runtime-paths.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { recordSessions } from '../calls/activity/record-sessions.ts'
import { createSessions } from '../calls/sessions.ts'
import { LibraryChanges } from '../resources/library-changes.ts'
import { createMcpServer } from '../server.ts'
import { createToolCatalog } from '../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../tools/registry.ts'
import { guardStdout } from '../transports/guard-stdout.ts'
import type { LineSink } from '../transports/line-transport.ts'
import { watchParent } from '../transports/parent-watch.ts'
import { serveLines } from '../transports/serve-lines.ts'

/** The name of this process in the error list. */
const NAME = 'stdio server'
const USAGE = 'usage: server.mjs [--library DIR] [--home DIR]'

/** How long closing may take before the process ends anyway, in milliseconds. */
const CLOSE_TIMEOUT = 3_000

/**
 * Runs the stdio server: reads the options, opens the core, serves until the client or the parent process is gone, and ends the
 * process.
 * @param folder the folder with the server's bundle and the files that cannot be bundled
 */
export function runStdioProcess(folder: string): void {
  const output = guardStdout()
  const options = readOptions()
  const home = resolveHomeOrExit(options.home)
  // Hosts show each line of stderr as an error, or print it to the user.
  const log = createLogger(home.logs, 'mcp', (line, level) => {
    if (level !== 'info') process.stderr.write(line)
  })
  const guard = guardProcess(NAME, log)
  try {
    const { library } = options
    const paths = builtPaths(folder)
    const core = createCore({ home: home.dir, library, log, name: NAME, paths }, openActivityLog)
    serve(core, output, guard)
  } catch (error) {
    log('error', describeError(error))
    process.exit(1)
  }
}

function resolveHomeOrExit(dir: string | undefined): Home {
  try {
    return resolveHome(dir)
  } catch (error) {
    // Without a home there is no log either.
    process.stderr.write(`${describeError(error)}\n`)
    return process.exit(1)
  }
}

function serve(core: Core, output: LineSink, guard: ProcessGuard): void {
  const { log } = core
  const catalog = createToolCatalog(core, LIBRARY_TOOLS)
  const sessions = createSessions(log)
  const recorder = recordSessions(sessions, core, catalog.find)
  guard.use(core, recorder.flush)
  const session = sessions.open('stdio')
  const changes = new LibraryChanges(core, catalog)
  const server = serveLines({
    makeServer: (instance) =>
      createMcpServer({ core, catalog, changes, version: PLUMBLINE_VERSION, log }, instance),
    input: process.stdin,
    output,
    session,
    onListen: changes.noteListen,
    log,
  })
  let ending = false
  const end = (why: string) => {
    if (ending) return
    ending = true
    log('info', `${why}; the server ends.`)
    setTimeout(() => process.exit(0), CLOSE_TIMEOUT)
    server
      .close()
      .then(() => {
        recorder.close()
        return core.close()
      })
      .catch((error) => log('warn', `The server did not end cleanly: ${describeError(error)}`))
      .finally(() => process.exit(0))
  }
  void server.finished.then(() => end('The client has left'))
  watchParent(() => end('The process that started this one is gone'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => end(`Got ${signal}`))
  // Not now: it would delay the first answer.
  setImmediate(() => log('info', `Serving ${core.root} over stdio (Plumbline ${PLUMBLINE_VERSION})`))
}

/** Reads the command line; an invalid one ends the process with exit code 2. @param args absent: the process's own */
export function readOptions(args?: string[]): { home: string | undefined; library: string | undefined } {
  try {
    const { values } = parseArgs({
      ...(args && { args }),
      options: { home: { type: 'string' }, library: { type: 'string' } },
      // A V8 snapshot needs a word such as `server` before the options.
      allowPositionals: true,
    })
    return {
      home: values.home || process.env.PLUMBLINE_HOME || undefined,
      library: values.library || withoutPlaceholder(process.env.PLUMBLINE_LIBRARY) || undefined,
    }
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n${USAGE}\n`)
    return process.exit(2)
  }
}

/** Claude Desktop passes on the placeholder of an option that the user left empty. */
function withoutPlaceholder(value: string | undefined): string | undefined {
  return value?.startsWith('${user_config.') ? undefined : value
}
