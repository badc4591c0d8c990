import type { JSONRPCErrorResponse, JSONRPCMessage, McpServer, Transport } from '@modelcontextprotocol/server'
import type { PendingRequests } from '../../calls/pending-requests.ts'
import { correctError } from '../correct-error.ts'
import type { HttpQueue } from './http-queue.ts'

/**
 * Corrects and observes what a server sends over the SDK's own HTTP transports, and hands it each request when it is its turn.
 * Those transports cannot be wrapped as a `Wire` can: the SDK recognises them by their class.
 */
export function tapAnswers(
  mcp: McpServer,
  requests: Pick<PendingRequests, 'sent' | 'find'>,
  queue: HttpQueue,
): McpServer {
  const connect = mcp.connect.bind(mcp)
  mcp.connect = async (transport) => {
    const send = transport.send.bind(transport)
    transport.send = async (message, options) => {
      const corrected = correctError(message)
      await send(corrected, options)
      requests.sent(corrected)
    }
    await connect(transport)
    holdRequests(transport, requests, queue)
  }
  return mcp
}

function holdRequests(transport: Transport, requests: Pick<PendingRequests, 'find'>, queue: HttpQueue): void {
  const deliver = transport.onmessage
  transport.onmessage = (message, extra) => {
    const request = 'method' in message && 'id' in message ? requests.find(message.id) : undefined
    if (request === undefined || request.message.method === 'ping') deliver?.(message, extra)
    else queue.add(request, () => deliver?.(message, extra))
  }
}

/**
 * Settles the requests of a POST that the SDK's transport rejected before a server got them: their answer is in the response alone.
 * @returns the response with its body unread
 */
export async function settleRejected(
  response: Response,
  messages: readonly JSONRPCMessage[],
  requests: PendingRequests,
): Promise<Response> {
  const text = await response.text()
  const error: JSONRPCErrorResponse['error'] | undefined = text === '' ? undefined : JSON.parse(text).error
  for (const message of messages) {
    if (!('method' in message) || !('id' in message)) continue
    const { id } = message
    requests.settle(id, error === undefined ? null : { jsonrpc: '2.0', id, error })
  }
  return new Response(text === '' ? null : text, { status: response.status, headers: response.headers })
}
