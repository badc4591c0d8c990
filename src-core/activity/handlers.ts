import type { MethodOutput } from '../../src-shared/contract/contract.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Tickets } from '../base/download-tickets.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { Library } from '../library/library.ts'
import type { Activity, GapAnswers } from './activity.ts'
import { createInsightsHandlers } from './insights/handlers.ts'

export interface ActivityHandlerOptions {
  readonly activity: Activity
  readonly library: Pick<Library, 'list'>
  readonly answers: Pick<GapAnswers, 'of'>
  readonly tickets: Pick<Tickets, 'issue'>
  /** Calls a tool as the window, through the code that serves clients. */
  readonly runTool: (tool: string, args: unknown) => Promise<MethodOutput<'activity.runAgain'>>
}

/** The window calls `activity.*`, `errors.*`, `sessions.*` and `insights.*`. `errors.lines` reads files and is elsewhere. */
export function createActivityHandlers(
  options: ActivityHandlerOptions,
): HandlersOf<'activity' | 'sessions' | 'insights'> & Omit<HandlersOf<'errors'>, 'errors.lines'> {
  const { activity } = options
  return {
    ...createRequestHandlers(options),
    ...createInsightsHandlers(options),
    'sessions.list': ({ limit }) => activity.sessions(limit),
    'errors.list': ({ acknowledged }) => activity.errors({ acknowledged }),
    'errors.acknowledge'({ ids, acknowledged }) {
      activity.acknowledgeErrors(ids, acknowledged)
      return null
    },
    'errors.clear'({ ids }) {
      activity.clearErrors(ids)
      return null
    },
  }
}

const MEDIA_TYPES = { json: 'application/json', csv: 'text/csv; charset=utf-8' } as const

function createRequestHandlers({
  activity,
  tickets,
  runTool,
}: Pick<ActivityHandlerOptions, 'activity' | 'tickets' | 'runTool'>): HandlersOf<'activity'> {
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
          'This request is not recorded any more.',
          'Choose another request.',
        )
      if (request.tool === null)
        throw new PlumblineError(
          'not-here',
          `${request.method} is not a tool call.`,
          'Only tool calls can be run again.',
        )
      return runTool(request.tool, argumentsOf(request.request))
    },
    'activity.testCall': () => runTool('list_standards', { limit: 5 }),
    'activity.export': ({ filter, format }) => {
      const name = `plumbline-activity-${new Date().toISOString().slice(0, 10)}.${format}`
      const pieces = () => activity.export(filter, format)
      return { path: tickets.issue({ name, type: MEDIA_TYPES[format], pieces }), name }
    },
    'activity.clear': async () => ({ rows: await activity.clear() }),
  }
}

/** The arguments of a tool call. @param params the recorded params as JSON, which may be truncated */
function argumentsOf(params: string | null): unknown {
  try {
    return JSON.parse(params ?? '').arguments
  } catch {
    throw new PlumblineError(
      'not-here',
      'The arguments of this request were not recorded, or not completely.',
      'The settings have a switch for recording requests and answers.',
    )
  }
}
