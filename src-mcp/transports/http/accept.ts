const JSON_TYPE = 'application/json'
const STREAM_TYPE = 'text/event-stream'

/** What a client takes for an answer, by its `Accept` header. */
interface Accepted {
  /** True when the client names event streams, and not only `*` for anything. */
  readonly namesStreams: boolean
  readonly isServable: boolean
}

/**
 * The request with the `Accept` header that the SDK insists on, when the client takes any of what it may get: many send `*`/`*`,
 * nothing, or JSON alone. A request that takes none of it stays as it is, and the SDK rejects it (406).
 */
export function withAccept(request: Request): Request {
  const accept = request.headers.get('accept')
  const isPost = request.method === 'POST'
  const wanted = isPost ? `${JSON_TYPE}, ${STREAM_TYPE}` : STREAM_TYPE
  if (accept === wanted || (!isPost && request.method !== 'GET')) return request
  if (!readAccept(accept, isPost).isServable) return request
  const headers = new Headers(request.headers)
  headers.set('accept', wanted)
  // Without the body, which has been read.
  return new Request(request.url, { method: request.method, headers, signal: request.signal })
}

/**
 * The response as its client can read it: for one that does not name event streams, a stream of answers becomes JSON once it has
 * ended. Notifications in between, such as progress, are not sent then.
 */
export async function asAccepted(request: Request, response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith(STREAM_TYPE)) return response
  if (readAccept(request.headers.get('accept'), true).namesStreams) return response
  const answers = messagesIn(await response.text()).filter((message) => !isNotification(message))
  const headers = new Headers(response.headers)
  headers.set('content-type', JSON_TYPE)
  headers.delete('x-accel-buffering')
  const [first] = answers
  const body = answers.length === 1 ? first : `[${answers.join(',')}]`
  return new Response(body, { status: response.status, headers })
}

function readAccept(accept: string | null, isPost: boolean): Accepted {
  const types = (accept ?? '*/*').split(',').map((part) => part.split(';', 1)[0]?.trim().toLowerCase() ?? '')
  const takes = (type: string) =>
    types.some((taken) => taken === type || taken === '*/*' || taken === `${type.split('/', 1)[0]}/*`)
  return {
    namesStreams: types.includes(STREAM_TYPE),
    isServable: takes(STREAM_TYPE) || (isPost && takes(JSON_TYPE)) || accept?.trim() === '',
  }
}

/** The data of the events of a stream, each one line of JSON. */
function messagesIn(stream: string): string[] {
  return stream.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : []))
}

function isNotification(message: string): boolean {
  return 'method' in JSON.parse(message)
}
