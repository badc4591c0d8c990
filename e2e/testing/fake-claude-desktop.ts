import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { answerTo, type Json, type ProtocolGeneration, ReceivedMessages, requestOf } from './speak.ts'

/** A stand-in for Claude Desktop on Linux: its configuration file, its server processes, its log, and how it rewrites its file. */
export interface FakeClaudeDesktop {
  readonly config: string
  /** Reads the configuration and starts every server in it, in the root folder and with a minimal environment. */
  start(): Promise<void>
  /** The names of the running servers. */
  servers(): readonly string[]
  /** Calls a tool of a server, in the protocol generation of this client. */
  call(server: string, tool: string, args: Json): Promise<Json>
  quit(): Promise<void>
  /** Rewrites the configuration without its servers, as Claude Desktop does after some updates and logins. */
  wipeServers(): void
  /** Changes one of its own settings and preserves the rest of the file. */
  changeSetting(name: string, value: unknown): void
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly received: ReceivedMessages
}

/** @param home the user's folder @param name its client name in MCP; Claude Desktop sends `claude-ai` */
export function fakeClaudeDesktop(
  home: string,
  generation: ProtocolGeneration,
  name = 'claude-ai',
): FakeClaudeDesktop {
  const folder = join(home, '.config/Claude')
  const config = join(folder, 'claude_desktop_config.json')
  const running = new Map<string, Running>()
  let serial = 0
  mkdirSync(join(folder, 'logs'), { recursive: true })

  const readConfig = (): Json => {
    try {
      // Claude Desktop reads strict JSON: no comments, no trailing commas, no byte order mark.
      return JSON.parse(readFileSync(config, 'utf8'))
    } catch {
      return {}
    }
  }
  const log = (server: string, level: string, text: string) =>
    appendFileSync(
      join(folder, 'logs', `mcp-server-${server}.log`),
      `${new Date().toISOString()} [${server}] [${level}] ${text} { metadata: undefined }\n`,
    )
  const ask = ({ child, received }: Running, method: string, params: unknown): Promise<Json> => {
    const request = requestOf(generation, method, params, `c${++serial}`)
    if (generation === 'modern') {
      const meta = (request.params as { _meta: Json })._meta
      const own = { ...meta, 'io.modelcontextprotocol/clientInfo': { name, version: '0.1.0' } }
      request.params = { ...(request.params as Json), _meta: own }
    }
    child.stdin.write(`${JSON.stringify(request)}\n`)
    return answerTo(received, request.id)
  }

  async function startServer(server: string, entry: Json): Promise<void> {
    log(server, 'info', 'Initializing server...')
    const child = spawn(String(entry.command), (entry.args as string[]) ?? [], {
      cwd: '/',
      env: { HOME: home, PATH: '/usr/bin:/bin', ...(entry.env as Record<string, string>) },
      stdio: 'pipe',
    })
    const received = new ReceivedMessages()
    child.stdin.on('error', () => {})
    createInterface({ input: child.stdout }).on('line', (line) => received.put(JSON.parse(line)))
    child.stderr.on('data', (data) => appendFileSync(join(folder, 'logs', `mcp-server-${server}.log`), data))
    try {
      await once(child, 'spawn')
    } catch (error) {
      log(server, 'error', `${error instanceof Error ? error.message : error} {"context":"connection"}`)
      log(
        server,
        'error',
        'Server disconnected. For troubleshooting guidance, please visit our documentation',
      )
      return
    }
    const started = { child, received }
    running.set(server, started)
    log(server, 'info', 'Server started and connected successfully')
    if (generation === 'modern') return
    await ask(started, 'initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name, version: '0.1.0' },
    })
    child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
  }

  return {
    config,
    async start() {
      const servers = (readConfig().mcpServers ?? {}) as Record<string, Json>
      for (const [server, entry] of Object.entries(servers)) await startServer(server, entry)
    },
    servers: () => [...running.keys()],
    async call(server, tool, args) {
      const target = running.get(server)
      if (!target) throw new Error(`Claude Desktop runs no server named ${server}`)
      const answer = await ask(target, 'tools/call', { name: tool, arguments: args })
      return (answer.result ?? answer) as Json
    },
    async quit() {
      for (const [server, { child }] of running) {
        log(server, 'info', 'Shutting down server...')
        const ended = once(child, 'exit')
        child.stdin.end()
        await ended
        log(server, 'info', 'Client transport closed')
      }
      running.clear()
    },
    wipeServers() {
      const { mcpServers: _, ...rest } = readConfig()
      writeFileSync(config, JSON.stringify(rest, null, 2))
    },
    changeSetting(key, value) {
      writeFileSync(config, JSON.stringify({ ...readConfig(), [key]: value }, null, 2))
    },
  }
}
