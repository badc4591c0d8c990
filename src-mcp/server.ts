import {
  type JsonSchemaValidator,
  McpServer,
  type McpServerOptions,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Core } from '../src-core/create-core.ts'
import { callTool } from './call-tool.ts'
import { ICON } from './icon.ts'
import { writeInstructions } from './instructions.ts'
import { facetsOrNone, type ToolCatalog } from './tools/catalog.ts'

/** What every server instance of a process shares. */
export interface ServerDeps {
  readonly core: Pick<Core, 'library' | 'whenFresh'>
  readonly catalog: ToolCatalog
  readonly version: string
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
  /**
   * True on a connection that stays open (stdio, WebSocket, TCP): changes of the list are announced on it. Over HTTP an
   * instance lives for one request, and the handler's own `notify` announces.
   */
  readonly announce: boolean
}

/** How long a client may keep what it was told, in milliseconds; a change is announced as well. */
const LIST_TTL = 60_000

/**
 * Makes one server, for any transport and either era of the protocol. It is called once per connection, or once per
 * request over HTTP, so it does nothing that costs time.
 */
export function createMcpServer(deps: ServerDeps, era: 'legacy' | 'modern'): McpServer {
  const { core, catalog, log } = deps
  const mcp = new McpServer(
    { name: 'plumbline', title: 'Plumbline', version: deps.version, icons: [ICON] },
    {
      capabilities: { tools: { listChanged: true } },
      instructions: writeInstructions(facetsOrNone(core.library)),
      jsonSchemaValidator: NO_VALIDATOR,
      cacheHints: {
        'tools/list': { ttlMs: LIST_TTL, cacheScope: 'private' },
        'server/discover': { ttlMs: LIST_TTL, cacheScope: 'private' },
      },
    },
  )
  // The handlers are ours: the SDK's own turn a protocol error into a tool's, ignore cursors and check twice.
  mcp.server.setRequestHandler('tools/list', { params: ListParams }, (params) => {
    if (params.cursor !== undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'tools/list has one page, so it takes no cursor.',
      )
    }
    return { tools: catalog.list() }
  })
  mcp.server.setRequestHandler('tools/call', { params: CallParams }, ({ name, arguments: args }, ctx) =>
    callTool({ core, catalog, log, name, args, signal: ctx.mcpReq.signal }),
  )
  mcp.server.onerror = (error) => log('warn', `MCP: ${error.message}`)
  if (deps.announce) announceChanges(mcp, deps, era)
  return mcp
}

function announceChanges(mcp: McpServer, { catalog, log }: ServerDeps, era: 'legacy' | 'modern'): void {
  let ready = era === 'modern'
  mcp.server.oninitialized = () => {
    ready = true
  }
  const stop = catalog.onChange(() => {
    if (!ready || !mcp.isConnected()) return
    mcp.server
      .sendToolListChanged()
      .catch((error) => log('warn', `The tool list changed, and the client was not told: ${error}`))
  })
  mcp.server.onclose = stop
}

const ListParams = z.looseObject({ cursor: z.unknown().optional() })
const CallParams = z.looseObject({ name: z.string(), arguments: z.unknown().optional() })

// Only elicitation needs a validator, and loading one costs a child several milliseconds. We ask clients for no input.
const NO_VALIDATOR: NonNullable<McpServerOptions['jsonSchemaValidator']> = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined })
  },
}
