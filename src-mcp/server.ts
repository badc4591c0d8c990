import {
  type JsonSchemaValidator,
  McpServer,
  type McpServerOptions,
  ProtocolError,
  ProtocolErrorCode,
  type ServerCapabilities,
} from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Core } from '../src-core/app/create-core.ts'
import { callTool } from './calls/call-tool.ts'
import { registerLogging } from './extension/client-log.ts'
import { EXTENSION, EXTENSION_ID, registerExtension } from './extension/register-extension.ts'
import { ICON } from './icon.ts'
import { writeInstructions } from './instructions.ts'
import type { ServedPrompt } from './prompts/define-prompt.ts'
import { registerCompletion } from './prompts/register-completion.ts'
import { registerPrompts } from './prompts/register-prompts.ts'
import { LIBRARY_PROMPTS } from './prompts/registry.ts'
import type { LibraryChanges } from './resources/library-changes.ts'
import { notifySubscribers } from './resources/notify-subscribers.ts'
import { type FixedResources, registerResources } from './resources/register-resources.ts'
import { createSubscriptions } from './resources/subscriptions.ts'
import { facetsOrNone, type ToolCatalog } from './tools/catalog.ts'
import type { ToolCore } from './tools/define-tool.ts'

/** The part of the engine that a server uses. */
export interface ServerCore extends ToolCore, Pick<Core, 'isIndexing' | 'reindex'> {
  readonly activity: Pick<Core['activity'], 'sessions' | 'flush'>
}

/** What every server instance of a process shares. */
export interface ServerDeps {
  readonly core: ServerCore
  readonly catalog: ToolCatalog
  readonly changes: LibraryChanges
  /** Absent: the library's own. */
  readonly prompts?: readonly ServedPrompt[] | undefined
  /** Resources beside the standards. */
  readonly resources?: FixedResources | undefined
  readonly version: string
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
  /**
   * True on a connection that stays open (stdio, WebSocket, TCP): changes are announced on it. Over HTTP an instance
   * lives for one request, and the handler's own `notify` announces.
   */
  readonly announce: boolean
}

/** How long a client may keep what it was told, in milliseconds; a change is announced as well. */
const LIST_HINT = { ttlMs: 60_000, cacheScope: 'private' } as const
/** Standards are edited while they are read. */
const READ_HINT = { ttlMs: 0, cacheScope: 'private' } as const

/**
 * Makes one server, for any transport and either era of the protocol. It is called once per connection, or once per
 * request over HTTP, so it does nothing that costs time.
 */
export function createMcpServer(deps: ServerDeps, era: 'legacy' | 'modern'): McpServer {
  const { core, catalog, changes, prompts = LIBRARY_PROMPTS, log } = deps
  const mcp = new McpServer(
    {
      name: 'plumbline',
      title: 'Plumbline',
      version: deps.version,
      // In the newer era every answer carries this, and not the handshake alone.
      ...(era === 'legacy' && { icons: [ICON] }),
    },
    {
      capabilities: capabilitiesOf(deps, era),
      instructions: writeInstructions(facetsOrNone(core.library)),
      jsonSchemaValidator: NO_VALIDATOR,
      cacheHints: {
        'tools/list': LIST_HINT,
        'prompts/list': LIST_HINT,
        'resources/list': LIST_HINT,
        'resources/templates/list': LIST_HINT,
        'resources/read': READ_HINT,
        'server/discover': LIST_HINT,
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
    callTool({ core, catalog, log, name, args, signal: ctx.mcpReq.signal, request: ctx }),
  )
  const legacy =
    era === 'legacy' ? { subscriptions: createSubscriptions(), clientLog: registerLogging(mcp) } : null
  registerResources(mcp, deps, deps.announce && legacy ? legacy.subscriptions : null)
  registerPrompts(mcp, deps, prompts)
  registerCompletion(mcp, deps, prompts)
  registerExtension(mcp, deps)
  mcp.server.onerror = (error) => log('warn', `MCP: ${error.message}`)
  if (deps.announce) notifySubscribers(mcp, { changes, legacy, log })
  return mcp
}

function capabilitiesOf({ announce }: ServerDeps, era: 'legacy' | 'modern'): ServerCapabilities {
  // In the newer era the transport serves `subscriptions/listen`, also where an instance lives for one request.
  const told = announce || era === 'modern'
  return {
    tools: { listChanged: told },
    resources: { listChanged: told, subscribe: told },
    // They are the same for every library.
    prompts: { listChanged: false },
    completions: {},
    ...(era === 'legacy' && { logging: {} }),
    extensions: { [EXTENSION_ID]: EXTENSION },
  }
}

const ListParams = z.looseObject({ cursor: z.unknown().optional() })
const CallParams = z.looseObject({ name: z.string(), arguments: z.unknown().optional() })

// Only elicitation needs a validator, and loading one costs a child several milliseconds. We ask clients for no input.
const NO_VALIDATOR: NonNullable<McpServerOptions['jsonSchemaValidator']> = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined })
  },
}
