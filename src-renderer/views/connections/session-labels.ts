import type { SessionRecord, TransportName } from '../../../src-shared/contract/activity.ts'

/** The ways to reach Plumbline, as people write them. */
export const OVER: Readonly<Record<TransportName, string>> = {
  stdio: 'stdio',
  http: 'HTTP',
  rest: 'REST',
  websocket: 'WebSocket',
  tcp: 'TCP',
}

/** How a session stands, where that is not simply open. */
export function endLabel({ ended, state }: Pick<SessionRecord, 'ended' | 'state'>): string {
  if (ended === 'closed') return 'closed'
  if (ended === 'lost') return 'its process is gone'
  if (state === 'connecting' || state === 'initializing') return 'connecting'
  return state === 'shutting-down' ? 'closing' : ''
}
