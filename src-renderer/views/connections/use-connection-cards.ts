import type { UseQueryResult } from '@tanstack/react-query'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridge } from '../../state/use-bridge.ts'

/** Refetch interval. The summaries contain ages such as `4 min ago`, which the host writes. */
const REFETCH_MS = 5_000

/** The current state of every client. */
export function useConnectionCards(): UseQueryResult<readonly ClientStatus[], CallError> {
  return useBridge('connect.list', {}, { area: ['connections', 'sessions'], every: REFETCH_MS })
}
