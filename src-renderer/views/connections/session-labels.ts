import type { SessionRecord, TransportName } from '../../../src-shared/contract/activity.ts'

/** Display names of the transports. */
export const OVER: Readonly<Record<TransportName, string>> = {
  stdio: 'stdio',
  http: 'HTTP',
  rest: 'REST',
  websocket: 'WebSocket',
  tcp: 'TCP',
}

/** The state of a session that is not simply open; empty for an open one. */
export function endLabel({ ended, state }: Pick<SessionRecord, 'ended' | 'state'>): string {
  if (ended === 'closed') return 'closed'
  if (ended === 'lost') return 'its process is gone'
  if (state === 'connecting' || state === 'initializing') return 'connecting'
  return state === 'shutting-down' ? 'closing' : ''
}
