import { formatMs } from '../../format.ts'

/** One duration on a line with the middle and the slow end of its tool's. Microseconds. */
export function TimeScale({
  micros,
  p50,
  p95,
}: {
  readonly micros: number
  readonly p50: number | null
  readonly p95: number | null
}) {
  if (p50 === null || p95 === null) return null
  const whole = Math.max(p95 * 1.25, micros * 1.04, 1)
  const at = (value: number): string => `${(100 * value) / whole}%`
  return (
    <span
      className="time-scale"
      role="img"
      aria-label={`${formatMs(micros)} ms, p50 ${formatMs(p50)}, p95 ${formatMs(p95)}`}
    >
      <i style={{ left: at(p50) }} />
      <i style={{ left: at(p95) }} />
      <b style={{ left: at(micros) }} />
    </span>
  )
}
