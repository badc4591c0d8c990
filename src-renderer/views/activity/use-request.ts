import { useDebouncedValue } from '@mantine/hooks'
import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridge } from '../../state/use-bridge.ts'

/** Milliseconds: while an arrow key is held, only the row where it ends is asked for. */
const PAUSE = 60

export interface SelectedRequest {
  /** `null`: the log does not have it. `undefined`: not known yet. */
  readonly detail: RequestDetail | null | undefined
  readonly error: CallError | null
  readonly retry: () => void
}

/** Everything that was kept of the selected request. */
export function useRequest(seq: number | null): SelectedRequest {
  const [settled] = useDebouncedValue(seq, PAUSE, { leading: true })
  const { data, error, refetch } = useBridge(
    'activity.get',
    { seq: settled ?? 0 },
    { area: [], enabled: settled !== null },
  )
  const known = seq !== null && settled === seq
  return { detail: known ? data : undefined, error: known ? error : null, retry: () => void refetch() }
}
