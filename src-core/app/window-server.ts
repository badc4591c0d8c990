import { createGapAnswers, openGaps } from '../activity/activity.ts'
import { createTickets, type Tickets } from '../base/download-tickets.ts'
import { createHandlers } from './create-handlers.ts'
import { createDispatch } from './dispatch.ts'
import { createStateFeed, type StateFeed } from './state-feed.ts'
import { connectWindow, type WindowConnection, type WindowWire } from './window-connection.ts'
import type { WindowDeps } from './window-deps.ts'

/** Between the windows of a host and the engine. */
export interface WindowServer {
  connect(wire: WindowWire): WindowConnection
  readonly state: StateFeed
  /** Downloads that the host serves. */
  readonly tickets: Pick<Tickets, 'take'>
  close(): void
}

export function createWindowServer(deps: WindowDeps): WindowServer {
  const tickets = createTickets()
  const { core, activity, askAgain } = deps
  const answers = createGapAnswers({
    library: core.library,
    gaps: () => openGaps(activity),
    replay: askAgain,
    onChange(listener) {
      const ends = [
        core.onIndexChange(listener),
        activity.follow(({ gaps, cleared }) => {
          if (gaps || cleared) listener()
        }),
      ]
      return () => {
        for (const end of ends) end()
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
