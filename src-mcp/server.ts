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
import { type ProtocolGeneration, readClient } from './calls/client-claims.ts'
import type { PendingRequests } from './calls/pending-requests.ts'
import type { CallNotes } from './calls/request-context.ts'
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
import type { ToolCatalog } from './tools/catalog.ts'
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
}

/** What one server instance is made for. */
export interface ServerInstance {
  readonly generation: ProtocolGeneration
  /**
   * True on a connection that stays open (stdio, WebSocket, TCP, a legacy session over HTTP): the instance sends notifications of
   * changes. False where an instance lives for one request: there the SDK's handler sends them.
   */
  readonly notifies: boolean
  /** The requests that the instance answers. */
  readonly requests: Pick<PendingRequests, 'find'>
}

export type MakeServer = (instance: ServerInstance) => McpServer

/** How long a client may cache a list, in milliseconds; it is also notified of changes. */
const LIST_HINT = { ttlMs: 60_000, cacheScope: 'private' } as const
/** Standards may change at any time. */
const READ_HINT = { ttlMs: 0, cacheScope: 'private' } as const

/**
 * Makes one server, for any transport and either protocol generation. It is called once per connection, or once per
 * request over HTTP, so it does nothing that costs time.
 */
export function createMcpServer(deps: ServerDeps, instance: ServerInstance): McpServer {
  const { core, catalog, changes, prompts = LIBRARY_PROMPTS, log } = deps
  const { generation, notifies, requests } = instance
  const mcp = new McpServer(
    {
      name: 'plumbline',
      title: 'Plumbline',
      version: deps.version,
      // In the modern generation every answer carries the server's description, and an icon would be most of it.
      ...(generation === 'legacy' && { icons: [ICON] }),
    },
    {
      capabilities: capabilitiesOf(instance),
      instructions: writeInstructions(core.library.topics()),
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
  // Own handlers: the SDK's turn a protocol error into a tool error, ignore cursors and validate twice.
  mcp.server.setRequestHandler('tools/list', { params: ListParams }, (params) => {
    if (params.cursor !== undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'tools/list has one page, so it takes no cursor.',
      )
    }
    return { tools: catalog.list() }
  })
  mcp.server.setRequestHandler('tools/call', { params: CallParams }, ({ name, arguments: args }, ctx) => {
    const { id, signal } = ctx.mcpReq
    const request = requests.find(id)
    const note = request && ((notes: CallNotes) => request.note(notes))
    const claimed = request && readClient(request.message)?.name
    const client = claimed ?? mcp.server.getClientVersion()?.name
    return callTool({ core, catalog, log, name, args, client, signal, note, request: ctx })
  })
  const legacy =
    generation === 'legacy'
      ? {
          subscriptions: createSubscriptions({ beforeAdd: changes.catchUp }),
          clientLog: registerLogging(mcp),
        }
      : null
  registerResources(mcp, deps, notifies && legacy ? legacy.subscriptions : null)
  registerPrompts(mcp, deps, prompts)
  registerCompletion(mcp, deps, prompts)
  registerExtension(mcp, deps)
  mcp.server.onerror = (error) => log('warn', `MCP: ${error.message}`)
  if (notifies) notifySubscribers(mcp, { changes, legacy, log })
  return mcp
}

function capabilitiesOf({ notifies, generation }: ServerInstance): ServerCapabilities {
  // In the modern generation the transport serves `subscriptions/listen`, also where an instance lives for one request.
  const listChanged = notifies || generation === 'modern'
  return {
    tools: { listChanged },
    resources: { listChanged, subscribe: listChanged },
    // The prompts are the same for every library.
    prompts: { listChanged: false },
    completions: {},
    ...(generation === 'legacy' && { logging: {} }),
    extensions: { [EXTENSION_ID]: EXTENSION },
  }
}

const ListParams = z.looseObject({ cursor: z.unknown().optional() })
const CallParams = z.looseObject({ name: z.string(), arguments: z.unknown().optional() })

// Only elicitation needs a validator, and loading one costs the stdio process several milliseconds. Plumbline asks clients for no input.
const NO_VALIDATOR: NonNullable<McpServerOptions['jsonSchemaValidator']> = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined })
  },
}
