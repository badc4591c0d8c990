/** Numbers, sizes, times and paths as the window, the tray and the engine's messages write them. */

const NUMBER = new Intl.NumberFormat('en-US')

/** `6,412` */
export function formatNumber(value: number): string {
  return NUMBER.format(value)
}

/** `1 standard`, `6,412 entries`; `plural` is needed where it is not the singular with an s. */
export function formatCount(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(value)} ${value === 1 ? singular : plural}`
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `412 B`, `8.2 KB`, `412 KB`, `1.2 MB`: a KB has 1,024 bytes. */
export function formatBytes(bytes: number): string {
  const { number, unit } = formatBytesInParts(bytes)
  return `${number} ${unit}`
}

/** As {@link formatBytes}, with the number apart from its unit. */
export function formatBytesInParts(bytes: number): { readonly number: string; readonly unit: string } {
  if (bytes < 1_024) return { number: String(bytes), unit: 'B' }
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1_024
  let unit = 0
  while (value >= 1_023.5 && unit < units.length - 1) {
    value /= 1_024
    unit += 1
  }
  return { number: formatRounded(value), unit: units[unit] ?? '' }
}

/** A rate with at most one decimal, as more would change all the time: `0`, `18.4`, `240`. */
export function formatRate(rate: number): string {
  return rate === 0 ? '0' : formatRounded(rate)
}

function formatRounded(value: number): string {
  return value < 99.95 ? value.toFixed(1) : formatNumber(Math.round(value))
}

/** Microseconds as milliseconds without the unit: `0.09`, `1.84`, `12.3`, `1,204`. */
export function formatMs(micros: number): string {
  const ms = micros / 1_000
  if (ms < 9.995) return ms.toFixed(2)
  if (ms < 99.95) return ms.toFixed(1)
  return formatNumber(Math.round(ms))
}

/** Microseconds with a unit: `0.84 ms`, `99.2 ms`, `12.3 s`. */
export function formatDuration(micros: number): string {
  return micros < 100_000 ? `${formatMs(micros)} ms` : `${formatRounded(micros / 1e6)} s`
}

/** A ratio of 0 to 1 in percent, without the sign: `63`, `2.4`; a dash for `null`. */
export function formatPercent(ratio: number | null): string {
  if (ratio === null) return '–'
  const percent = ratio * 100
  if (percent > 0 && percent < 9.95) return percent.toFixed(1)
  return percent > 99 && percent < 100 ? '99' : String(Math.round(percent))
}

/** A duration in its largest unit: `3 s`, `4 min`, `2 h`, `11 d`, `3 w`, `8 mo`, `1 y`. */
export function formatSpan(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  if (ms < 14 * DAY) return `${Math.floor(ms / DAY)} d`
  if (ms < 60 * DAY) return `${Math.floor(ms / (7 * DAY))} w`
  if (ms < 365 * DAY) return `${Math.floor(ms / (30.44 * DAY))} mo`
  return `${Math.floor(ms / (365 * DAY))} y`
}

/** A past duration: `4 min ago`, in the units of {@link formatSpan}. */
export function formatAgo(ms: number): string {
  return `${formatSpan(ms)} ago`
}

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const SHORT_TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const SHORT_DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** `14:32:07`, local time. */
export function formatTime(at: number): string {
  return TIME.format(at)
}

/** `14:32`, local time. */
export function formatShortTime(at: number): string {
  return SHORT_TIME.format(at)
}

/** `14:32:07.418`, local time. */
export function formatTimeMs(at: number): string {
  return `${TIME.format(at)}.${String(Math.floor(at) % 1_000).padStart(3, '0')}`
}

/** `20 Nov 2026`, local time. */
export function formatDate(at: number): string {
  return DATE.format(at)
}

/** `20 Nov`, local time. */
export function formatShortDate(at: number): string {
  return SHORT_DATE.format(at)
}

/** `20 Nov 2026, 14:32:07.418`, local time. A relative time shows it on hover. */
export function formatExact(at: number): string {
  return `${DATE.format(at)}, ${formatTimeMs(at)}`
}

/** A path in which the user's home folder is written as `~`. */
export function shortenPath(path: string, userHome: string): string {
  if (userHome === '') return path
  if (path === userHome) return '~'
  const below = path.slice(userHome.length)
  return path.startsWith(userHome) && /^[/\\]/.test(below) ? `~${below}` : path
}
