import { describe, expect, it } from 'vitest'
import { SESSION_STATES, type SessionState } from '../../src-shared/contract/activity.ts'
import { nextState, type SessionEvent } from './session-state.ts'

const walk = (...events: SessionEvent[]) =>
  events.reduce<SessionState[]>(
    (states, event) => states.concat(nextState(states.at(-1)!, event)),
    ['connecting'],
  )

describe('the life of a session', () => {
  it('goes through every state with a handshake', () => {
    expect(walk('handshake', 'at-work', 'ending', 'gone')).toEqual(SESSION_STATES)
  })

  it('is ready at once where there is no handshake', () => {
    expect(walk('at-work', 'ending', 'gone')).toEqual([
      'connecting',
      'ready',
      'shutting-down',
      'disconnected',
    ])
  })

  it('may end at any time', () => {
    for (const state of SESSION_STATES) expect(nextState(state, 'gone')).toBe('disconnected')
  })

  it('never goes back', () => {
    expect(nextState('ready', 'handshake')).toBe('ready')
    expect(nextState('shutting-down', 'at-work')).toBe('shutting-down')
    expect(nextState('disconnected', 'ending')).toBe('disconnected')
  })
})
