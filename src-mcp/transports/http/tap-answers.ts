import type { JSONRPCMessage, McpServer } from '@modelcontextprotocol/server'
import { mendError } from '../mend-error.ts'

/**
 * Mends and watches what a server sends over the SDK's own HTTP transports. These cannot be wrapped as a wire can: the SDK
 * recognises them by their class.
 */
export function tapAnswers(mcp: McpServer, sent: (message: JSONRPCMessage) => void): McpServer {
  const connect = mcp.connect.bind(mcp)
  mcp.connect = (transport) => {
    const send = transport.send.bind(transport)
    transport.send = async (message, options) => {
      const mended = mendError(message)
      await send(mended, options)
      sent(mended)
    }
    return connect(transport)
  }
  return mcp
}
