import { formatDate, formatTime } from '../../format.ts'

const DAY = 24 * 3_600_000
const LONG = 10 * 60_000

/** A span in few words: `14:02 to 14:10`, with seconds where it is short, with days where it is long ago or long. */
export function spanLabel({ from, to }: { readonly from: number; readonly to: number }, now: number): string {
  const time = (at: number) => (to - from < LONG ? formatTime(at) : formatTime(at).slice(0, 5))
  const days = [formatDate(from), formatDate(to)]
  if (now - from < DAY) return `${time(from)} to ${time(to)}`
  if (days[0] === days[1]) return `${days[0]}, ${time(from)} to ${time(to)}`
  return `${days[0]}, ${time(from)} to ${days[1]}, ${time(to)}`
}
