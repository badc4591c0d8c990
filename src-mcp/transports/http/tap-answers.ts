import type { JSONRPCErrorResponse, JSONRPCMessage, McpServer } from '@modelcontextprotocol/server'
import type { Answers } from '../../calls/watch-wire.ts'
import { correctError } from '../correct-error.ts'

/**
 * Mends and watches what a server sends over the SDK's own HTTP transports. These cannot be wrapped as a wire can: the SDK
 * recognises them by their class.
 */
export function tapAnswers(mcp: McpServer, sent: (message: JSONRPCMessage) => void): McpServer {
  const connect = mcp.connect.bind(mcp)
  mcp.connect = (transport) => {
    const send = transport.send.bind(transport)
    transport.send = async (message, options) => {
      const mended = correctError(message)
      await send(mended, options)
      sent(mended)
    }
    return connect(transport)
  }
  return mcp
}

/**
 * What the SDK refuses at its door never passes a server, so that the answer is read from the response. Returns a response that
 * can still be sent.
 */
export async function reportError(
  response: Response,
  messages: readonly JSONRPCMessage[],
  answers: Answers,
): Promise<Response> {
  const text = await response.text()
  const error: JSONRPCErrorResponse['error'] | undefined = text === '' ? undefined : JSON.parse(text).error
  for (const message of messages) {
    if (!('method' in message) || !('id' in message)) continue
    const { id } = message
    answers.settle(id, error === undefined ? null : { jsonrpc: '2.0', id, error })
  }
  return new Response(text === '' ? null : text, { status: response.status, headers: response.headers })
}
