import type { ActivityLog } from '../../../src-core/activity/activity.ts'
import { describeFailure } from '../../../src-core/base/describe-failure.ts'
import type { ServedTool } from '../../tools/define-tool.ts'
import type { Exchange } from '../exchange.ts'
import type { Session } from '../session.ts'
import type { Sessions } from '../sessions.ts'
import { describeExchange } from './describe-exchange.ts'

/** Writes the sessions of a process and their exchanges into the activity log. */
export interface Recorder {
  /** Hands the queued exchanges to the log, so that `Activity.flush` writes them. For the end of a process. */
  flush(): void
  /** Stops recording, and hands over what is queued. */
  close(): void
}

/** Changes of a session are written this late, so that they do not delay the first answer. */
const SESSIONS_AFTER_MS = 20

/**
 * @param core its log is opened with the first thing to write
 * @param findTool finds the tools that the process serves
 */
export function recordSessions(
  sessions: Sessions,
  core: { readonly activity: Pick<ActivityLog, 'record' | 'recordSession' | 'report'> },
  findTool: (name: string) => ServedTool | undefined,
): Recorder {
  let queued: Exchange[] = []
  let immediate: NodeJS.Immediate | undefined
  let timer: NodeJS.Timeout | undefined
  const changedSessions = new Map<string, Session>()

  function flush(): void {
    clearImmediate(immediate)
    clearTimeout(timer)
    immediate = undefined
    timer = undefined
    const exchanges = queued
    queued = []
    if (exchanges.length + changedSessions.size === 0) return
    const { activity } = core
    for (const exchange of exchanges) {
      try {
        activity.record(describeExchange(exchange, findTool))
      } catch (error) {
        // The server goes on, whatever a client sent.
        activity.report(
          describeFailure(error, exchange.method.slice(0, 100), 'A request could not be logged'),
        )
      }
      // Sessions report changes of state, not calls; the last change of an ended session has its calls.
      const { id } = exchange.session
      const session = sessions.find(id)
      if (session) changedSessions.set(id, session)
    }
    for (const session of changedSessions.values()) activity.recordSession(session)
    changedSessions.clear()
  }

  const stopListening = sessions.onChange((session) => {
    changedSessions.set(session.id, session)
    timer ??= setTimeout(flush, SESSIONS_AFTER_MS).unref()
  })
  const stopObserving = sessions.observe((exchange) => {
    queued.push(exchange)
    // The description of the exchange must not delay its answer.
    immediate ??= setImmediate(flush)
  })

  return {
    flush,
    close() {
      stopObserving()
      stopListening()
      flush()
    },
  }
}
