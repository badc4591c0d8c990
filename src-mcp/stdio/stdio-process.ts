import { parseArgs } from 'node:util'
import { openActivityLog } from '../../src-core/activity/open-activity-log.ts'
import { type Core, createCore } from '../../src-core/app/create-core.ts'
import { guardProcess, type ProcessGuard } from '../../src-core/app/guard-process.ts'
import { resolveHome } from '../../src-core/base/home.ts'
import { createLogger } from '../../src-core/base/log.ts'
import { builtPaths } from '../../src-core/base/runtime-paths.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { recordSessions } from '../calls/activity/record-sessions.ts'
import { createSessions } from '../calls/sessions.ts'
import { watchWire } from '../calls/watch-wire.ts'
import { followLibrary } from '../resources/library-changes.ts'
import { createMcpServer } from '../server.ts'
import { createToolCatalog } from '../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../tools/registry.ts'
import { guardStdout } from '../transports/guard-stdout.ts'
import type { LineSink } from '../transports/line-transport.ts'
import { watchParent } from '../transports/parent-watch.ts'
import { serveOverStdio } from '../transports/stdio.ts'

/** What the error log calls this process. */
const NAME = 'stdio server'
const USAGE = 'usage: server.mjs [--library DIR] [--home DIR]'

/** How long the last bytes may take to leave before the process ends anyway, in milliseconds. */
const LAST_BREATH = 3_000

/**
 * The life of the stdio child: reads the options, opens the core, serves until the client or the parent is gone, and
 * ends the process.
 * @param folder the one that holds the server's bundle, and beside it what cannot be bundled
 */
export function runStdioProcess(folder: string): void {
  const output = guardStdout()
  const options = readOptions()
  const home = resolveHome(options.home)
  const log = createLogger(home.logs, 'mcp', (line) => process.stderr.write(line))
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

function serve(core: Core, output: LineSink, guard: ProcessGuard): void {
  const { log } = core
  const catalog = createToolCatalog(core, LIBRARY_TOOLS)
  const sessions = createSessions(log)
  const recorder = recordSessions(sessions, core, catalog.find)
  guard.use(core, recorder.flush)
  const session = sessions.open('stdio')
  const changes = followLibrary(core, catalog)
  const server = serveOverStdio({
    factory: ({ era }) =>
      createMcpServer({ core, catalog, changes, version: PLUMBLINE_VERSION, log, announce: true }, era),
    input: process.stdin,
    output,
    wrap: (wire) => watchWire(wire, session),
    listenedTo: changes.listenedTo,
    log,
  })
  let ending = false
  const end = (why: string) => {
    if (ending) return
    ending = true
    log('info', `${why}; the server ends.`)
    setTimeout(() => process.exit(0), LAST_BREATH)
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
  // Behind the first answer, which the client waits for.
  setImmediate(() => log('info', `Serving ${core.root} over stdio (Plumbline ${PLUMBLINE_VERSION})`))
}

/** Reads the command line; a wrong one ends the process with 2. @param args absent: the process's own */
export function readOptions(args?: string[]): { home: string | undefined; library: string | undefined } {
  try {
    const { values } = parseArgs({
      ...(args && { args }),
      options: { home: { type: 'string' }, library: { type: 'string' } },
      // A word such as `server` may stand first: a V8 snapshot needs one before the options.
      allowPositionals: true,
    })
    return {
      home: values.home || process.env.PLUMBLINE_HOME || undefined,
      library: values.library || filledIn(process.env.PLUMBLINE_LIBRARY) || undefined,
    }
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n${USAGE}\n`)
    return process.exit(2)
  }
}

/** Claude Desktop leaves what the user did not fill in of a bundle's manifest as it is written there. */
function filledIn(value: string | undefined): string | undefined {
  return value?.startsWith('${user_config.') ? undefined : value
}
