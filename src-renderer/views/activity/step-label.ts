import { formatDate, formatTime } from '../../format.ts'

const MINUTE = 60_000

/** When a step of a chart began: `14:32:15`, `14:32` in steps of minutes, `20 Nov, 14:00` in long ones. */
export function stepLabel(from: number, step: number): string {
  if (step < MINUTE) return formatTime(from)
  const time = formatTime(from).slice(0, 5)
  return step < 30 * MINUTE ? time : `${formatDate(from).replace(/ \d+$/, '')}, ${time}`
}
