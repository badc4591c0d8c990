import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { WindowDeps } from '../app/window-deps.ts'
import type { Tickets } from '../base/download-tickets.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'

const TYPES = { json: 'application/json', csv: 'text/csv; charset=utf-8' } as const

/** The log of requests. */
export function createActivityHandlers(
  { activity, runTool }: Pick<WindowDeps, 'activity' | 'runTool'>,
  tickets: Tickets,
): HandlersOf<'activity'> {
  return {
    'activity.page': ({ filter, ...query }) => activity.page(filter, query),
    'activity.count': ({ filter }) => ({ count: activity.count(filter) }),
    'activity.get': ({ seq }) => activity.request(seq),
    'activity.figures': ({ filter, from, to, steps }) => activity.figures(filter, from, to, steps),
    'activity.names': () => activity.names(),
    'activity.runAgain'({ seq }) {
      const request = activity.request(seq)
      if (request === null)
        throw new PlumblineError(
          'not-here',
          'This request is not in the log any more.',
          'Choose another one.',
        )
      if (request.tool === null)
        throw new PlumblineError(
          'not-here',
          `${request.method} is not a call of a tool.`,
          'Only calls can be run again.',
        )
      return runTool(request.tool, argumentsOf(request.request))
    },
    'activity.testCall': () => runTool('list_standards', { limit: 5 }),
    'activity.export': ({ filter, format }) => {
      const name = `plumbline-activity-${new Date().toISOString().slice(0, 10)}.${format}`
      const download = { name, type: TYPES[format], pieces: () => activity.export(filter, format) }
      return { path: tickets.issue(download), name }
    },
    'activity.clear': async () => ({ rows: await activity.clear() }),
  }
}

/** The arguments of a `tools/call` from its params as they were kept. */
function argumentsOf(params: string | null): unknown {
  try {
    return JSON.parse(params ?? '').arguments
  } catch {
    throw new PlumblineError(
      'not-here',
      'The arguments of this request were not kept, or not whole.',
      'Keeping requests and answers can be turned on in the settings.',
    )
  }
}
