import { setTimeout as sleep } from 'node:timers/promises'
import { type CallToolResult, Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

/** Who asks. The names are those with which the real ones introduce themselves. */
const CLIENTS = [
  { name: 'claude-code', version: '2.6.0' },
  { name: 'cursor-vscode', version: '3.2.1' },
  { name: 'codex-mcp-client', version: '0.98.0' },
]

/** Milliseconds between two calls of a client, at the least and at the most. */
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
  // What the starter standards say nothing of: these become gaps.
  'graphql federation',
  'feature flag naming',
  'terraform modules',
  'kotlin coroutines',
]

type Ask = (tool: string, args?: Record<string, unknown>) => Promise<CallToolResult | null>

/** Clients that ask what people's assistants ask, at their pace, until they are told to stop. */
export interface Traffic {
  /** Ends the servers and starts them again, as they have become. */
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
    if (!signal.aborted) note(`The client ${info.name} gave up: ${String(error)}`)
  })

  async function run(): Promise<void> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [...args],
      // Its log in the home has the same lines.
      stderr: 'ignore',
    })
    try {
      await client.connect(transport)
      while (!signal.aborted) await converse(ask)
    } finally {
      await client.close()
    }
  }

  /** Waits as long as somebody who reads would. A call that is refused is part of the traffic. */
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

/** A few calls that belong together: mostly what is there, sometimes what is not, now and then something wrong. */
async function converse(ask: Ask): Promise<void> {
  const language = oneOf(LANGUAGES)
  const domain = oneOf(DOMAINS)
  const chance = Math.random()
  if (chance < 0.3) {
    const query = oneOf(QUERIES)
    const id = firstId(await ask('search_standards', { query }), 'hits')
    if (id !== null) await ask('get_standard', { id })
    // The same again comes from the cache.
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
