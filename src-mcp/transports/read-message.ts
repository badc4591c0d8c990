import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server'

/** One incoming message, or the answer to something that is none. */
export type Incoming = { readonly message: JSONRPCMessage } | { readonly refusal: JSONRPCErrorResponse }

const PARSE_ERROR = -32700
const INVALID_REQUEST = -32600
const INVALID_PARAMS = -32602

/** An error answer; without an id when the message gave none that can be read. */
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
 * Checks the shape of one parsed message. The SDK drops without a word what it does not recognise, and its client would wait
 * for ever; here everything that may be a request gets an answer. Keys that JSON-RPC does not know are left out.
 */
export function readMessage(value: unknown): Incoming {
  if (!isObject(value)) return { refusal: rejectInvalid('a message must be a JSON object.') }
  const { id, method } = value
  const known = isId(id) ? id : undefined
  if (value.jsonrpc !== '2.0') return { refusal: rejectInvalid('"jsonrpc" must be "2.0".', known) }
  if (method === undefined && ('result' in value || 'error' in value)) return readResponse(value)
  if (typeof method !== 'string') return { refusal: rejectInvalid('"method" must be text.', known) }
  if ('id' in value && known === undefined)
    return { refusal: rejectInvalid('"id" must be text or a whole number.') }
  return readCall(method, known, value.params ?? undefined)
}

function readCall(method: string, id: string | number | undefined, params: unknown): Incoming {
  const call = { jsonrpc: '2.0' as const, method, ...(params !== undefined && { params }) }
  const message = id === undefined ? call : { ...call, id }
  if (isJSONRPCRequest(message) || isJSONRPCNotification(message)) return { message }
  const why = !isObject(params)
    ? '"params" must be an object.'
    : '"_meta" must be an object, and its "progressToken" text or a whole number.'
  return { refusal: rejectMessage(INVALID_PARAMS, `Invalid params: ${why}`, id) }
}

function readResponse(value: Record<string, unknown>): Incoming {
  const { id, result, error } = value
  const message = { jsonrpc: '2.0', id, ...('error' in value ? { error } : { result }) }
  // Answering a broken response with its id could be taken for a response to a request of ours.
  return isJSONRPCResponse(message)
    ? { message }
    : { refusal: rejectInvalid('this response cannot be read.') }
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isSafeInteger(id)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
