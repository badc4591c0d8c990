import { isJsonContentType } from '@modelcontextprotocol/server'
import { rejectUnreadable } from '../read-message.ts'
import { bodyTooLarge, type ErrorResponse, NOT_JSON_TYPE } from './error-response.ts'

export type JsonBody = { readonly value: unknown; readonly text: string } | { readonly error: ErrorResponse }

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a JSON body. A declared length over the limit is rejected before a byte is read, an undeclared one as soon as it is over.
 * @param limit bytes
 */
export async function readJsonBody(request: Request, limit: number): Promise<JsonBody> {
  const { headers } = request
  const encoding = headers.get('content-encoding')
  if (!isJsonContentType(headers.get('content-type')) || (encoding !== null && encoding !== 'identity'))
    return { error: NOT_JSON_TYPE }
  const declared = headers.get('content-length')
  if (declared !== null && Number(declared) > limit) return { error: bodyTooLarge(limit) }
  const bytes = declared === null ? await readStream(request, limit) : await request.arrayBuffer()
  if (bytes === null) return { error: bodyTooLarge(limit) }
  try {
    const text = UTF8.decode(bytes)
    return { value: JSON.parse(text), text }
  } catch (error) {
    const { code, message } = rejectUnreadable(
      error instanceof SyntaxError ? 'this is not JSON' : 'this is not UTF-8',
    ).error
    return { error: { status: 400, code, message } }
  }
}

/** `null`: over the limit. */
async function readStream(request: Request, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body === null) return Buffer.alloc(0)
  // Leaving a `for await` would cancel the stream and close the connection before the error response was sent.
  const reader = request.body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return Buffer.concat(chunks, size)
      size += value.byteLength
      if (size > limit) return null
      chunks.push(value)
    }
  } finally {
    reader.releaseLock()
  }
}
