import type { Download } from '../../src-core/base/download-tickets.ts'

/** Streams a file that is made while it is read; nothing of it is made before the browser has taken what came before. */
export function serveDownload({ name, type, pieces }: Download): Response {
  let iterator: Iterator<string> | null = null
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // Between two pieces others get their turn.
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
