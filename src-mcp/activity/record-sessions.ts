import type { Activity } from '../../src-core/services/activity.ts'
import type { Exchange } from '../sessions/exchange.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { ServedTool } from '../tools/define-tool.ts'
import { describeExchange } from './describe-exchange.ts'

/** What writes the sessions of a process and everything that passes through them into the log. */
export interface Recorder {
  /** Hands over what waits, so that `Activity.flush` writes it. For the end of a process. */
  flush(): void
  /** Ends it, and hands over what waits. */
  close(): void
}

/** @param findTool the tools that the process serves */
export function recordSessions(
  sessions: Sessions,
  activity: Pick<Activity, 'record' | 'recordSession'>,
  findTool: (name: string) => ServedTool | undefined,
): Recorder {
  let waiting: Exchange[] = []
  let soon: NodeJS.Immediate | undefined

  function flush(): void {
    clearImmediate(soon)
    soon = undefined
    const exchanges = waiting
    waiting = []
    const busy = new Set<string>()
    for (const exchange of exchanges) {
      activity.record(describeExchange(exchange, findTool))
      busy.add(exchange.session.id)
    }
    if (busy.size === 0) return
    // A session tells of its states and not of its calls; the last word of one that has ended has them.
    for (const session of sessions.list()) if (busy.has(session.id)) activity.recordSession(session)
  }

  const stopListening = sessions.onChange((session) => activity.recordSession(session))
  const stopObserving = sessions.observe((exchange) => {
    waiting.push(exchange)
    // What is made of it can wait until whoever asked has been answered.
    soon ??= setImmediate(flush)
  })
  for (const session of sessions.list()) activity.recordSession(session)

  return {
    flush,
    close() {
      stopObserving()
      stopListening()
      flush()
    },
  }
}
