import { useSyncExternalStore } from 'react'
import { formatAgo, formatExact, formatSpan } from '../../src-shared/format.ts'
import { clock } from '../state/clock.ts'

/** A time relative to now, updated by the window's clock; the exact time on hover. */
export function TimeAgo({ at, ago = false }: { readonly at: number; readonly ago?: boolean }) {
  const format = ago ? formatAgo : formatSpan
  const text = useSyncExternalStore(clock.subscribe, () => format(clock.now() - at))
  return (
    <time className="figures" dateTime={new Date(at).toISOString()} title={formatExact(at)}>
      {text}
    </time>
  )
}
