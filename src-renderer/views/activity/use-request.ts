import { useDebouncedValue } from '@mantine/hooks'
import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridge } from '../../state/use-bridge.ts'

/** While an arrow key is held down, only the row at which the selection rests for this long is loaded. */
const DEBOUNCE_MS = 60

export interface SelectedRequest {
  /** `null`: the log does not have the request. `undefined`: it is not loaded yet. */
  readonly detail: RequestDetail | null | undefined
  readonly error: CallError | null
  readonly retry: () => void
}

/** Loads the selected request with its bodies. */
export function useRequest(seq: number | null): SelectedRequest {
  const [settled] = useDebouncedValue(seq, DEBOUNCE_MS, { leading: true })
  const { data, error, refetch } = useBridge(
    'activity.get',
    { seq: settled ?? 0 },
    { area: [], enabled: settled !== null },
  )
  const isSettled = seq !== null && settled === seq
  return {
    detail: isSettled ? data : undefined,
    error: isSettled ? error : null,
    retry: () => void refetch(),
  }
}
