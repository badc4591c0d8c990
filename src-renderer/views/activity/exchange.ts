import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import { isObject } from '../../../src-shared/is-object.ts'

/** The recorded body of a request or a response. A `cut` body was truncated for the log, so it is not valid JSON. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'cut'; readonly text: string }
  | { readonly kind: 'none' }

/** The JSON-RPC message of a request, put together from its recorded parts. */
export function requestBody({ method, rpcId, request }: RequestDetail): Body {
  if (request === null) return { kind: 'none' }
  const params = parse(request)
  if (params.kind === 'cut') return params
  const hasNoParams = params.kind === 'none' || params.value === null
  return asJson({
    method,
    ...(rpcId === null ? {} : { id: rpcId }),
    ...(hasNoParams ? {} : { params: params.value }),
  })
}

/** The result or the error of a response, without the JSON-RPC envelope. */
export function responseBody({ response }: Pick<RequestDetail, 'response'>): Body {
  if (response === null) return { kind: 'none' }
  const body = parse(response)
  if (body.kind !== 'json' || !isObject(body.value)) return body
  if (!('jsonrpc' in body.value)) return body
  if ('result' in body.value) return asJson(structureFirst(body.value.result))
  if ('error' in body.value) return asJson(body.value.error)
  return body
}

/** Moves the text content, which repeats the structured content, behind it. */
function structureFirst(result: unknown): unknown {
  if (!isObject(result) || result.structuredContent === undefined || !('content' in result)) return result
  const { content, ...rest } = result
  return { ...rest, content }
}

/** The text parts of a response, or the message of an error; `null` without text. */
export function responseText(body: Body): string | null {
  if (body.kind !== 'json') return body.kind === 'cut' ? body.text : null
  const { value } = body
  if (!isObject(value)) return null
  for (const parts of [value.content, value.contents]) {
    if (!Array.isArray(parts)) continue
    const texts = parts.flatMap((part) =>
      isObject(part) && typeof part.text === 'string' ? [part.text] : [],
    )
    if (texts.length > 0) return texts.map(indentJson).join('\n\n')
  }
  return typeof value.message === 'string' ? value.message : null
}

/** The arguments of a tool call; `undefined` when they are not recorded, or truncated. */
export function argumentsOf(detail: Pick<RequestDetail, 'request'>): unknown {
  const params = parse(detail.request ?? '')
  if (params.kind !== 'json' || !isObject(params.value)) return undefined
  return params.value.arguments ?? {}
}

/** Indents JSON; servers send the text copy of structured content on one line. */
function indentJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function parse(text: string): Body {
  if (text === '') return { kind: 'none' }
  try {
    return { kind: 'json', value: JSON.parse(text), text }
  } catch {
    return { kind: 'cut', text }
  }
}

function asJson(value: unknown): Body {
  return { kind: 'json', value, text: JSON.stringify(value, null, 2) }
}
