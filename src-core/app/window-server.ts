import { openGaps } from '../activity/activity.ts'
import { createGapAnswers } from '../activity/open-activity.ts'
import { createTickets, type Tickets } from '../base/download-tickets.ts'
import { createHandlers } from './create-handlers.ts'
import { createDispatch } from './dispatch.ts'
import { createStateFeed, type StateFeed } from './state-feed.ts'
import { connectWindow, type WindowConnection, type WindowWire } from './window-connection.ts'
import type { WindowDeps } from './window-deps.ts'

/** Connects the windows of a host with the engine. */
export interface WindowServer {
  connect(wire: WindowWire): WindowConnection
  readonly state: StateFeed
  /** One-time downloads, which the host serves over HTTP. */
  readonly tickets: Pick<Tickets, 'take'>
  close(): void
}

export function createWindowServer(deps: WindowDeps): WindowServer {
  const tickets = createTickets()
  const { core, activity, replay } = deps
  const answers = createGapAnswers({
    library: core.library,
    gaps: () => openGaps(activity),
    replay,
    onChange(listener) {
      const unsubscribers = [
        core.onIndexChange(listener),
        activity.follow(({ gaps, cleared }) => {
          if (gaps || cleared) listener()
        }),
      ]
      return () => {
        for (const unsubscribe of unsubscribers) unsubscribe()
      }
    },
  })
  const state = createStateFeed(deps, answers)
  const dispatch = createDispatch(createHandlers(deps, tickets, state, answers), deps.log)
  return {
    connect: (wire) => connectWindow({ dispatch, state, activity: deps.activity }, wire),
    state,
    tickets,
    close() {
      answers.close()
      state.close()
    },
  }
}
