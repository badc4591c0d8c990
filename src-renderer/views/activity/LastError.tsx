import { formatSpan } from '../../format.ts'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'

/** When the newest error was: `last 4 min`. */
export function LastError() {
  const { data } = useBridge(
    'activity.page',
    { filter: { statuses: ['tool-error', 'protocol-error'] }, limit: 1 },
    { area: 'errors' },
  )
  const at = data?.rows[0]?.at
  const ago = useClock((now) => (at === undefined ? '' : formatSpan(now - at)))
  return ago === '' ? null : <>last {ago}</>
}
