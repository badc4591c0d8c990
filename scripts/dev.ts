// `npm run dev`: serves the window with hot reload, and runs a headless host that restarts when its sources change, on a library of
// its own. Everything is built for debugging into out/dev.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startArguments } from '../src-mcp/stdio/start-command.ts'
import { buildFolder, type Part } from './build/record.mjs'
import { createRebuilds } from './dev/rebuild-on-change.ts'
import { type Host, startHost } from './dev/run-host.ts'
import { serveWindow } from './dev/serve-window.ts'
import { startTraffic, type Traffic } from './dev/traffic.ts'

const USAGE = `Usage: npm run dev -- [options]

  --library DIR  the library (default: a new one with the starter standards, in the home)
  --home DIR     the home (default: out/dev-home)
  --port N       where the window is served (default: 5173, or the next free one)
  --traffic      three MCP clients call tools as assistants do
  --inspect      lets a debugger connect to the host, at port 9229`

/** The parts that the host runs. */
const HOST_PARTS: readonly Part[] = ['cli', 'indexer', 'configWorker']
/** The parts that clients start, and the starter standards. */
const OTHER_PARTS: readonly Part[] = ['mcp', 'resources']

// If it were unset, the first build would set it to `production`, and the dev server would serve React's production version.
process.env.NODE_ENV = 'development'

const root = dirname(import.meta.dirname)
const built = buildFolder(root, 'development')
const options = readArguments()
const home = resolve(options.home ?? join(root, 'out/dev-home'))
const library = options.library === undefined ? undefined : resolve(options.library)
const serverArguments = [
  ...startArguments(join(built, 'mcp'), 'bundle'),
  '--home',
  home,
  ...(library === undefined ? [] : ['--library', library]),
]

/** Called at the end, in reverse order. */
const closers: (() => Promise<void>)[] = []
let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))

try {
  await run()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await end(1)
}

async function run(): Promise<void> {
  prepareHome()
  let traffic: Traffic | undefined
  const rebuilds = createRebuilds({
    root,
    groups: [HOST_PARTS, OTHER_PARTS],
    async onBuilt(parts, milliseconds) {
      const reasons = [...new Set(parts.values())].join(', ')
      say(`${reasons}: built ${[...parts.keys()].join(', ')} in ${inSeconds(milliseconds)}`)
      if (HOST_PARTS.some((part) => parts.has(part))) await restartHost(host)
      if (traffic === undefined || !parts.has('mcp')) return
      await traffic.restart()
      say('the stdio servers of the clients were restarted')
    },
    onFailure: (message) => say(`${message}\nNothing was restarted. The next change starts another attempt.`),
    note: (line) => console.error(line),
  })
  await rebuilds.build()
  const host = await startHost({
    script: join(built, 'cli/plumbline.mjs'),
    home,
    library,
    inspect: options.inspect,
    onEnd: (how) => say(`the host ended (${how}); it is restarted at the next change of its sources`),
  })
  closers.push(host.stop)
  const window = await serveWindow({ root, port: options.port, host: host.origin })
  closers.push(window.close)
  if (options.traffic) {
    traffic = startTraffic(serverArguments, say)
    closers.push(traffic.stop)
  }
  await rebuilds.watch()
  // Closed before the host, because a rebuild would restart it.
  closers.push(rebuilds.close)
  console.log(`
  The window    ${window.origin}/#token=${host.token}
  MCP by HTTP   ${host.origin}/mcp, with the token in ${join(home, 'http-token')}
  MCP by stdio  ${[process.execPath, ...serverArguments].map(shortened).join(' ')}
  Home          ${home}
`)
}

async function restartHost(host: Host): Promise<void> {
  const startedAt = performance.now()
  try {
    await host.restart()
    say(`the host was restarted in ${inSeconds(performance.now() - startedAt)}`)
  } catch (error) {
    say(
      `${error instanceof Error ? error.message : error} The next change of its sources starts another attempt.`,
    )
  }
}

/** Skips the first run in a new home. */
function prepareHome(): void {
  const settings = join(home, 'settings.json')
  if (existsSync(settings)) return
  mkdirSync(home, { recursive: true })
  writeFileSync(settings, `${JSON.stringify({ welcomed: true })}\n`)
}

/** Closes everything and ends the process. A second call ends it at once. */
async function end(code: number): Promise<void> {
  if (isEnding) process.exit(1)
  isEnding = true
  for (const close of closers.reverse()) await close().catch((error) => console.error(String(error)))
  process.exit(code)
}

function say(text: string): void {
  console.log(`${new Date().toLocaleTimeString('en-GB')} ${text}`)
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function shortened(path: string): string {
  return path.startsWith(root) ? relative(process.cwd(), path) : path
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        library: { type: 'string' },
        home: { type: 'string' },
        port: { type: 'string' },
        traffic: { type: 'boolean', default: false },
        inspect: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    const port = values.port === undefined ? undefined : Number(values.port)
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
      throw new Error(`--port ${values.port} is not a port.`)
    return { ...values, port }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return process.exit(2)
  }
}
