import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { answerTo, type Era, Inbox, type Json, requestOf } from './speak.ts'

/** Claude Desktop on Linux as far as a server meets it: its file, its children, its log, and its bad habits. */
export interface FakeClaudeDesktop {
  readonly config: string
  /** Reads the file and starts every server in it, from the root folder with next to no environment. */
  start(): Promise<void>
  /** The servers that it runs. */
  servers(): readonly string[]
  /** Asks a server in the era that was chosen. */
  call(server: string, tool: string, args: Json): Promise<Json>
  quit(): Promise<void>
  /** Writes the file anew from what it keeps in mind, without the servers, as it does after some updates and logins. */
  wipeServers(): void
  /** Writes a setting of its own, keeping what is in the file. */
  changeSetting(name: string, value: unknown): void
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly inbox: Inbox
}

/** @param home the user's folder @param name what it calls itself; the real one says `claude-ai` */
export function fakeClaudeDesktop(home: string, era: Era, name = 'claude-ai'): FakeClaudeDesktop {
  const folder = join(home, '.config/Claude')
  const config = join(folder, 'claude_desktop_config.json')
  const running = new Map<string, Running>()
  let serial = 0
  mkdirSync(join(folder, 'logs'), { recursive: true })

  const readConfig = (): Json => {
    try {
      // As Claude reads it: no comments, no trailing commas, no byte order mark.
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
  const ask = ({ child, inbox }: Running, method: string, params: unknown): Promise<Json> => {
    const request = requestOf(era, method, params, `c${++serial}`)
    if (era === 'modern') {
      const meta = (request.params as { _meta: Json })._meta
      const own = { ...meta, 'io.modelcontextprotocol/clientInfo': { name, version: '0.1.0' } }
      request.params = { ...(request.params as Json), _meta: own }
    }
    child.stdin.write(`${JSON.stringify(request)}\n`)
    return answerTo(inbox, request.id)
  }

  async function startServer(server: string, entry: Json): Promise<void> {
    log(server, 'info', 'Initializing server...')
    const child = spawn(String(entry.command), (entry.args as string[]) ?? [], {
      cwd: '/',
      env: { HOME: home, PATH: '/usr/bin:/bin', ...(entry.env as Record<string, string>) },
      stdio: 'pipe',
    })
    const inbox = new Inbox()
    child.stdin.on('error', () => {})
    createInterface({ input: child.stdout }).on('line', (line) => inbox.put(JSON.parse(line)))
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
    const started = { child, inbox }
    running.set(server, started)
    log(server, 'info', 'Server started and connected successfully')
    if (era === 'modern') return
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
      const one = running.get(server)
      if (!one) throw new Error(`Claude Desktop runs no server named ${server}`)
      const answer = await ask(one, 'tools/call', { name: tool, arguments: args })
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
