import {
  CLIENT_INFO_META_KEY,
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolError,
} from '@modelcontextprotocol/server'
import { runTool, type ToolCall } from './call-tool.ts'
import type { SessionHandle } from './session.ts'
import type { Sessions } from './sessions.ts'

/** The client name of the window's calls in the activity log. */
const WINDOW_CLIENT = 'Plumbline window'

/** The answer to a tool call of the window. */
export interface WindowAnswer {
  /** The JSON-RPC message that a client would have got. */
  readonly response: string
  readonly micros: number
  readonly failed: boolean
}

export interface WindowCallsOptions extends Pick<ToolCall, 'core' | 'catalog' | 'log'> {
  readonly sessions: Sessions
  readonly version: string
}

/** Calls tools for the window with the code that serves clients, so that the activity log shows the calls like any other. */
export function createWindowCalls(
  options: WindowCallsOptions,
): (name: string, args: unknown) => Promise<WindowAnswer> {
  let session: SessionHandle | null = null
  let lastId = 0

  return async (name, args) => {
    session ??= options.sessions.open('rest')
    lastId++
    const _meta = { [CLIENT_INFO_META_KEY]: { name: WINDOW_CLIENT, version: options.version } }
    const request: JSONRPCRequest = {
      jsonrpc: '2.0',
      id: lastId,
      method: 'tools/call',
      params: { name, arguments: args, _meta },
    }
    const pending = session.received(request)
    const started = performance.now()
    const answer = await answerTo(
      {
        ...options,
        name,
        args,
        signal: new AbortController().signal,
        note: (notes) => pending?.note(notes),
      },
      request.id,
    )
    const micros = Math.round((performance.now() - started) * 1000)
    pending?.end(answer)
    const failed = 'error' in answer || ('result' in answer && answer.result.isError === true)
    return { response: JSON.stringify(answer), micros, failed }
  }
}

async function answerTo(call: ToolCall, id: JSONRPCRequest['id']): Promise<JSONRPCMessage> {
  try {
    return { jsonrpc: '2.0', id, result: (await runTool(call)).result }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } }
  }
}
