import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server'
import { isObject } from '../../src-shared/is-object.ts'
import { readParams } from './lenient-params.ts'
import { describeBeyondSafe, isBeyondSafe, isRequestId } from './request-id.ts'

/** An incoming message, or the answer to something that is no valid message. */
export type Incoming = { readonly message: JSONRPCMessage } | { readonly error: JSONRPCErrorResponse }

const PARSE_ERROR = -32700
const INVALID_REQUEST = -32600
const INVALID_PARAMS = -32602

/** An error response; without an id when the message has no readable one. */
export function rejectMessage(code: number, message: string, id?: string | number): JSONRPCErrorResponse {
  return { jsonrpc: '2.0', ...(id !== undefined && { id }), error: { code, message } }
}

/** The answer to bytes that are no JSON. */
export function rejectUnreadable(why: string): JSONRPCErrorResponse {
  return rejectMessage(PARSE_ERROR, `Parse error: ${why}. Send one JSON-RPC message a line, in UTF-8.`)
}

/** The answer to JSON that is no request. */
export function rejectInvalid(why: string, id?: string | number): JSONRPCErrorResponse {
  return rejectMessage(INVALID_REQUEST, `Invalid request: ${why}`, id)
}

/**
 * Checks the shape of one parsed message. The SDK silently drops what it does not recognise, and the client would wait
 * forever; here everything that may be a request gets an answer. Keys that JSON-RPC does not define are left out.
 * @param text the message as it came, if it is known
 */
export function readMessage(value: unknown, text?: string): Incoming {
  if (!isObject(value)) return { error: rejectInvalid('a message must be a JSON object.') }
  const { id, method } = value
  const validId = isRequestId(id) ? id : undefined
  if (value.jsonrpc !== '2.0') return { error: rejectInvalid('"jsonrpc" must be "2.0".', validId) }
  if (method === undefined && ('result' in value || 'error' in value)) return readResponse(value)
  if (typeof method !== 'string') return { error: rejectInvalid('"method" must be text.', validId) }
  if ('id' in value && validId === undefined) {
    const why = isBeyondSafe(id) ? describeBeyondSafe(id, text) : '"id" must be text or a whole number.'
    return { error: rejectInvalid(why) }
  }
  return readCall(method, validId, readParams(method, value.params))
}

function readCall(method: string, id: string | number | undefined, params: unknown): Incoming {
  const call = { jsonrpc: '2.0' as const, method, ...(params !== undefined && { params }) }
  const message = id === undefined ? call : { ...call, id }
  if (isJSONRPCRequest(message) || isJSONRPCNotification(message)) return { message }
  const why = !isObject(params)
    ? '"params" must be an object.'
    : '"_meta" must be an object, and its "progressToken" text or a whole number.'
  return { error: rejectMessage(INVALID_PARAMS, `Invalid params: ${why}`, id) }
}

function readResponse(value: Record<string, unknown>): Incoming {
  const { id, result, error } = value
  const message = { jsonrpc: '2.0', id, ...('error' in value ? { error } : { result }) }
  // Without the id: the client could take the error for the response to its own request of that id.
  return isJSONRPCResponse(message) ? { message } : { error: rejectInvalid('this response cannot be read.') }
}
