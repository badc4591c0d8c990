import type { RequestDetail } from '../../../src-shared/contract/activity.ts'

/** The two sides of a request as the drawer shows them. All pure: bodies are JSON that may be cut, or missing. */

/** A body: what it is as a value, or as text where it was cut and is no JSON any more. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'cut'; readonly text: string }
  | { readonly kind: 'none' }

/** The message as the client sent it, made of what was kept. */
export function requestBody({ method, rpcId, request }: RequestDetail): Body {
  if (request === null) return { kind: 'none' }
  const params = parse(request)
  if (params.kind === 'cut') return params
  const empty = params.kind === 'none' || params.value === null
  return asJson({
    method,
    ...(rpcId === null ? {} : { id: rpcId }),
    ...(empty ? {} : { params: params.value }),
  })
}

/** What came back: the result or the error, without the envelope that every message has. */
export function responseBody({ response }: Pick<RequestDetail, 'response'>): Body {
  if (response === null) return { kind: 'none' }
  const body = parse(response)
  if (body.kind !== 'json' || !isObject(body.value)) return body
  if (!('jsonrpc' in body.value)) return body
  if ('result' in body.value) return asJson(structureFirst(body.value.result))
  if ('error' in body.value) return asJson(body.value.error)
  return body
}

/** The structured content before its copy as text, which people need less. */
function structureFirst(result: unknown): unknown {
  if (!isObject(result) || result.structuredContent === undefined || !('content' in result)) return result
  const { content, ...rest } = result
  return { ...rest, content }
}

/** What an assistant reads of an answer: its text parts, or the message of an error; `null` when there is no text. */
export function responseText(body: Body): string | null {
  if (body.kind !== 'json') return body.kind === 'cut' ? body.text : null
  const { value } = body
  if (!isObject(value)) return null
  for (const parts of [value.content, value.contents]) {
    if (!Array.isArray(parts)) continue
    const texts = parts.flatMap((part) =>
      isObject(part) && typeof part.text === 'string' ? [part.text] : [],
    )
    if (texts.length > 0) return texts.map(unfold).join('\n\n')
  }
  return typeof value.message === 'string' ? value.message : null
}

/** The arguments of a tool call; `undefined` when they were not kept, or not whole. */
export function argumentsOf(detail: Pick<RequestDetail, 'request'>): unknown {
  const params = parse(detail.request ?? '')
  if (params.kind !== 'json' || !isObject(params.value)) return undefined
  return params.value.arguments ?? {}
}

/** A text copy of structured content is JSON in one line; people read it in many. */
function unfold(text: string): string {
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

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
