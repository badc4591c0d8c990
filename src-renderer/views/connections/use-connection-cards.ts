import type { UseQueryResult } from '@tanstack/react-query'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridge } from '../../state/use-bridge.ts'

/** The words of a card say how long ago something was. */
const LOOK_EVERY_MS = 5_000

/** Every client, as it is now. */
export function useConnectionCards(): UseQueryResult<readonly ClientStatus[], CallError> {
  return useBridge('connect.list', {}, { area: ['connections', 'sessions'], every: LOOK_EVERY_MS })
}
