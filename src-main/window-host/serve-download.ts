import type { Download } from '../../src-core/base/download-tickets.ts'

/** Streams a file that is produced while it is read: a piece is produced when the browser has taken those before it. */
export function serveDownload({ name, type, pieces }: Download): Response {
  let iterator: Iterator<string> | null = null
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // Other requests get their turn between two pieces.
      await new Promise((resolve) => setImmediate(resolve))
      iterator ??= pieces()[Symbol.iterator]()
      const { value, done } = iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel() {
      iterator?.return?.()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}
