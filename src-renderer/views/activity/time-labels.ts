import { formatDate, formatShortDate, formatShortTime, formatTime } from '../../../src-shared/format.ts'

const MINUTE = 60_000
const DAY = 24 * 3_600_000
/** Shorter spans are written with seconds. */
const SECONDS_BELOW = 10 * MINUTE

/** A time span: `14:02 to 14:30`; with seconds when it is short, with dates when it began more than a day ago. */
export function timeSpanLabel(
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
): string {
  const time = to - from < SECONDS_BELOW ? formatTime : formatShortTime
  if (now - from < DAY) return `${time(from)} to ${time(to)}`
  const [firstDate, lastDate] = [formatDate(from), formatDate(to)]
  const end = firstDate === lastDate ? time(to) : `${lastDate}, ${time(to)}`
  return `${firstDate}, ${time(from)} to ${end}`
}

/** When a step of a chart begins: `14:32:15` in steps of seconds, `14:32` in steps of minutes, else `20 Nov, 14:00`. */
export function stepLabel(from: number, step: number): string {
  if (step < MINUTE) return formatTime(from)
  if (step < 30 * MINUTE) return formatShortTime(from)
  return `${formatShortDate(from)}, ${formatShortTime(from)}`
}
