import { setTimeout as sleep } from 'node:timers/promises'
import { type CallToolResult, Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

/** The clients, with the names that the real clients send. */
const CLIENTS = [
  { name: 'claude-code', version: '2.6.0' },
  { name: 'cursor-vscode', version: '3.2.1' },
  { name: 'codex-mcp-client', version: '0.98.0' },
]

/** The minimum and maximum pause between two calls of a client, in milliseconds. */
const PAUSE = [800, 5_000] as const

const LANGUAGES = ['python', 'typescript', 'go', 'rust', 'javascript', 'kotlin']
const DOMAINS = ['testing', 'error-handling', 'logging', 'api', 'security', 'naming', 'deployment']
const QUERIES = [
  'retry with backoff',
  'table driven tests',
  'structured log fields',
  'dependency injection',
  'pagination cursor',
  'secrets in the environment',
  'async timeout',
  'null and undefined',
  'commit message',
  'fixtures',
  // The starter standards do not cover these, so they become gaps.
  'graphql federation',
  'feature flag naming',
  'terraform modules',
  'kotlin coroutines',
]

type Ask = (tool: string, args?: Record<string, unknown>) => Promise<CallToolResult | null>

/** Clients that call tools as assistants do, until they are stopped. */
export interface Traffic {
  /** Ends the servers and starts their newest build. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** @param args Node's arguments that start the stdio server */
export function startTraffic(args: readonly string[], note: (line: string) => void): Traffic {
  let visits = start()

  function start() {
    return CLIENTS.map((info) => visit(info, args, note))
  }

  async function stop(): Promise<void> {
    await Promise.all(visits.map((visit) => visit.stop()))
  }

  return {
    async restart() {
      await stop()
      visits = start()
    },
    stop,
  }
}

function visit(info: (typeof CLIENTS)[number], args: readonly string[], note: (line: string) => void) {
  const stopping = new AbortController()
  const { signal } = stopping
  const client = new Client(info)
  const done = run().catch((error) => {
    if (!signal.aborted) note(`The client ${info.name} ended: ${String(error)}`)
  })

  async function run(): Promise<void> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [...args],
      // The text log in the home has the same lines.
      stderr: 'ignore',
    })
    try {
      await client.connect(transport)
      while (!signal.aborted) await converse(ask)
    } finally {
      await client.close()
    }
  }

  /** Pauses, then calls a tool. A rejected call is part of the traffic. */
  async function ask(name: string, given: Record<string, unknown> = {}): Promise<CallToolResult | null> {
    await sleep(PAUSE[0] + Math.random() * (PAUSE[1] - PAUSE[0]), null, { signal })
    return client.callTool({ name, arguments: given }, { signal }).catch((error) => {
      if (client.transport === undefined) throw error
      return null
    })
  }

  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}

/** Makes a few related calls: mostly with hits, sometimes without, and sometimes with wrong arguments. */
async function converse(ask: Ask): Promise<void> {
  const language = oneOf(LANGUAGES)
  const domain = oneOf(DOMAINS)
  const chance = Math.random()
  if (chance < 0.3) {
    const query = oneOf(QUERIES)
    const id = firstId(await ask('search_standards', { query }), 'hits')
    if (id !== null) await ask('get_standard', { id })
    // The repeated call is answered from the cache.
    if (Math.random() < 0.4) await ask('search_standards', { query })
  } else if (chance < 0.55) {
    await ask('get_stdlib', { language, domain })
    if (Math.random() < 0.5) await ask('get_checklist', { language, domain })
  } else if (chance < 0.75) {
    const id = firstId(await ask('list_standards', { language }), 'standards')
    if (id !== null) await ask('get_standard', { id, maxChars: 2_000 })
    if (id !== null && Math.random() < 0.5) await ask('get_checklist', { id })
  } else if (chance < 0.85) {
    await ask('get_checklist', { language })
  } else if (chance < 0.9) {
    await ask('get_standard', { id: `${language}/${domain}-that-nobody-wrote.md` })
  } else if (chance < 0.95) {
    await ask('search_standards', { query: oneOf(QUERIES), limit: 200 })
  } else {
    await ask('get_standards', { language })
  }
}

function oneOf<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)] as T
}

/** The id of the first entry of a list in an answer. */
function firstId(result: CallToolResult | null, list: string): string | null {
  const content = result?.structuredContent as Readonly<Record<string, unknown>> | undefined
  const entries = content?.[list]
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined
  return typeof first === 'object' && first !== null && 'id' in first ? String(first.id) : null
}
