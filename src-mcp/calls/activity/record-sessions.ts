import type { ActivityLog } from '../../../src-core/activity/activity.ts'
import { describeFailure } from '../../../src-core/base/describe-failure.ts'
import type { ServedTool } from '../../tools/define-tool.ts'
import type { Exchange } from '../exchange.ts'
import type { Session, Sessions } from '../sessions.ts'
import { describeExchange } from './describe-exchange.ts'

/** What writes the sessions of a process and everything that passes through them into the log. */
export interface Recorder {
  /** Hands over what waits, so that `Activity.flush` writes it. For the end of a process. */
  flush(): void
  /** Ends it, and hands over what waits. */
  close(): void
}

/** What is learnt of sessions before the first answer is due can wait until it is out. */
const SESSIONS_AFTER_MS = 20

/**
 * @param core whose log is opened when there is something to write
 * @param findTool the tools that the process serves
 */
export function recordSessions(
  sessions: Sessions,
  core: { readonly activity: Pick<ActivityLog, 'record' | 'recordSession' | 'report'> },
  findTool: (name: string) => ServedTool | undefined,
): Recorder {
  let waiting: Exchange[] = []
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined
  const changed = new Map<string, Session>()

  function flush(): void {
    clearImmediate(soon)
    clearTimeout(later)
    soon = undefined
    later = undefined
    const exchanges = waiting
    waiting = []
    if (exchanges.length + changed.size === 0) return
    const { activity } = core
    for (const exchange of exchanges) {
      try {
        activity.record(describeExchange(exchange, findTool))
      } catch (error) {
        // Whatever a stranger sent, the server goes on.
        activity.report(
          describeFailure(error, exchange.method.slice(0, 100), 'A request could not be logged'),
        )
      }
      // A session tells of its states and not of its calls; the last word of one that has ended has them.
      const { id } = exchange.session
      const session = sessions.find(id)
      if (session) changed.set(id, session)
    }
    for (const session of changed.values()) activity.recordSession(session)
    changed.clear()
  }

  const stopListening = sessions.onChange((session) => {
    changed.set(session.id, session)
    later ??= setTimeout(flush, SESSIONS_AFTER_MS).unref()
  })
  const stopObserving = sessions.observe((exchange) => {
    waiting.push(exchange)
    // What is made of it can wait until whoever asked has been answered.
    soon ??= setImmediate(flush)
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
