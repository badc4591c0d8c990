import { SESSION_STATES, type SessionState } from '../../src-shared/contract/activity.ts'

/**
 * What changes the state of a session. `handshake`: `initialize` came; `at-work`: `notifications/initialized` came, or a request
 * that needs no handshake; `ending`: one side ends the session; `gone`: the connection is closed.
 */
export type SessionEvent = 'handshake' | 'at-work' | 'ending' | 'gone'

const TARGET: Readonly<Record<SessionEvent, SessionState>> = {
  handshake: 'initializing',
  'at-work': 'ready',
  ending: 'shutting-down',
  gone: 'disconnected',
}

/** The state after an event. A session never returns to an earlier state: such an event changes nothing. */
export function nextState(state: SessionState, event: SessionEvent): SessionState {
  const target = TARGET[event]
  return SESSION_STATES.indexOf(target) > SESSION_STATES.indexOf(state) ? target : state
}
