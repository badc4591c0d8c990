import { SESSION_STATES, type SessionState } from '../../src-shared/contract/activity.ts'

/**
 * What moves a session on: `initialize` came; the client is at work (it said `initialized`, or sent a request that needs no
 * handshake); one side is ending it; the wire is gone.
 */
export type SessionEvent = 'handshake' | 'at-work' | 'ending' | 'gone'

const TARGET: Readonly<Record<SessionEvent, SessionState>> = {
  handshake: 'initializing',
  'at-work': 'ready',
  ending: 'shutting-down',
  gone: 'disconnected',
}

/** The state after an event. A session never goes back: an event that would take it there changes nothing. */
export function nextState(state: SessionState, event: SessionEvent): SessionState {
  const target = TARGET[event]
  return SESSION_STATES.indexOf(target) > SESSION_STATES.indexOf(state) ? target : state
}
