import { useSyncExternalStore } from 'react'
import { formatExact, formatSpan } from '../format.ts'
import { clock } from '../state/clock.ts'

/** A time relative to now, updated by the window's clock; the exact time on hover. */
export function TimeAgo({ at, ago = false }: { readonly at: number; readonly ago?: boolean }) {
  const span = useSyncExternalStore(clock.subscribe, () => formatSpan(clock.now() - at))
  return (
    <time className="figures" dateTime={new Date(at).toISOString()} title={formatExact(at)}>
      {ago ? `${span} ago` : span}
    </time>
  )
}
