import { isIPv6 } from 'node:net'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type Interfaces, startInterfaces } from '../../web/interfaces.ts'
import { openTokenFile } from '../../web/token-file.ts'
import type { CommandInput, CommandOptions } from '../main.ts'
import { readPort } from '../read-port.ts'
import { waitForSignal } from '../wait-for-signal.ts'

/** `plumbline serve`: keeps the index fresh and answers over HTTP, WebSocket and TCP until it is told to stop. */
export async function runServe(input: CommandInput): Promise<number> {
  const { core, options, guard, log } = input
  const stopped = waitForSignal()
  const interfaces = await start(input)
  guard.use(core, interfaces.recorder.flush)
  const { host } = options
  const name = host === undefined ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host
  const address = `http://${name}:${interfaces.port}/`
  // Scripts wait for this line and read the address from it.
  console.log(`Plumbline is at ${address}`)
  console.log(`Clients send the token in ${core.home.httpToken}; MCP is at ${address}mcp`)
  if (interfaces.tcpPort !== null) console.log(`TCP is at ${name}:${interfaces.tcpPort}`)
  log('info', `Serving ${core.root} at ${address} (Plumbline ${PLUMBLINE_VERSION})`)

  log('info', `Got ${await stopped}; the server ends.`)
  try {
    await interfaces.close()
  } catch (error) {
    log('warn', `The server did not end cleanly: ${describeError(error)}`)
  }
  return 0
}

function start({ core, options, log }: CommandInput): Promise<Interfaces> {
  const wanted = core.settings.current().endpoint
  const port = readPort('--port', options.port)
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
    tcp: readPort('--tcp', options.tcp) ?? (wanted.tcp ? wanted.tcpPort : undefined),
    webSocket: wanted.webSocket && !options['no-websocket'],
    origins: readOrigins(options),
    log,
  })
}

function readOrigins(options: CommandOptions): readonly string[] {
  const origins = options['allow-origin'] ?? []
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
