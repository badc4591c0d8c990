import { isIPv6 } from 'node:net'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type Interfaces, startInterfaces } from '../../web/interfaces.ts'
import { openTokenFile } from '../../web/token-file.ts'
import type { CoreContext } from '../command.ts'
import { printLine } from '../output.ts'
import { waitForStopSignal } from '../stop-signal.ts'

/** The options of `plumbline serve`. */
export interface ServeOptions {
  readonly port?: number
  readonly host?: string
  readonly tcp?: number
  readonly websocket: boolean
  readonly allowOrigin?: readonly string[]
}

/** Answers over HTTP, WebSocket and TCP until a signal stops the process. */
export async function runServe(context: CoreContext, options: ServeOptions): Promise<number> {
  const { core, guard, log } = context
  const stopped = waitForStopSignal()
  const interfaces = await start(context, options)
  guard.use(core, interfaces.recorder.flush)
  const { host } = options
  const name = host === undefined ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host
  const address = `http://${name}:${interfaces.port}/`
  // Scripts wait for this line and read the address from it.
  printLine(`Plumbline is at ${address}`)
  printLine(`Clients send the token in ${core.home.httpToken}; MCP is at ${address}mcp`)
  if (interfaces.tcpPort !== null) printLine(`TCP is at ${name}:${interfaces.tcpPort}`)
  log('info', `Serving ${core.root} at ${address} (Plumbline ${PLUMBLINE_VERSION})`)

  log('info', `Got ${await stopped}; the server ends.`)
  try {
    await interfaces.close()
  } catch (error) {
    log('warn', `The server did not end cleanly: ${describeError(error)}`)
  }
  return 0
}

function start({ core, log }: CoreContext, options: ServeOptions): Promise<Interfaces> {
  const wanted = core.settings.current().endpoint
  const { port } = options
  const clientToken = openTokenFile(core.home.httpToken)
  return startInterfaces({
    core,
    version: PLUMBLINE_VERSION,
    get token() {
      return clientToken.current()
    },
    host: options.host,
    port: port ?? wanted.port,
    orNext: port === undefined,
    tcp: options.tcp ?? (wanted.tcp ? wanted.tcpPort : undefined),
    webSocket: wanted.webSocket && options.websocket,
    origins: readOrigins(options.allowOrigin ?? []),
    log,
  })
}

/** @throws PlumblineError `usage` when one is not an origin alone */
function readOrigins(origins: readonly string[]): readonly string[] {
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue
    throw new PlumblineError(
      'usage',
      `--allow-origin ${origin} is not an origin.`,
      'Give the scheme, the host and the port alone, such as https://app.example or http://localhost:3000.',
    )
  }
  return origins
}
