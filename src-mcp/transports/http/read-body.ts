import { isJsonContentType } from '@modelcontextprotocol/server'
import { rejectUnreadable } from '../read-message.ts'
import { type ErrorResponse, NOT_JSON_TYPE, tooLarge } from './error-response.ts'

export type JsonBody = { readonly value: unknown } | { readonly refusal: ErrorResponse }

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a JSON body. A declared length over the limit is refused before a byte is read, any other when it goes over. */
export async function readJsonBody(request: Request, limit: number): Promise<JsonBody> {
  const { headers } = request
  const encoding = headers.get('content-encoding')
  if (!isJsonContentType(headers.get('content-type')) || (encoding !== null && encoding !== 'identity'))
    return { refusal: NOT_JSON_TYPE }
  const declared = headers.get('content-length')
  if (declared !== null && Number(declared) > limit) return { refusal: tooLarge(limit) }
  const bytes = declared === null ? await readStream(request, limit) : await request.arrayBuffer()
  if (bytes === null) return { refusal: tooLarge(limit) }
  try {
    return { value: JSON.parse(UTF8.decode(bytes)) }
  } catch (error) {
    const { code, message } = rejectUnreadable(
      error instanceof SyntaxError ? 'this is not JSON' : 'this is not UTF-8',
    ).error
    return { refusal: { status: 400, code, message } }
  }
}

/** `null`: over the limit. */
async function readStream(request: Request, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body === null) return Buffer.alloc(0)
  // Leaving a `for await` would cancel the stream and cut the connection before the refusal has gone out.
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
