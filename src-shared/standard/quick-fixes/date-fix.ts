import { isoDate } from '../dates.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Rewrites a date that {@link isoDate} does not read.
 * @returns the date as `2026-01-31` or ISO 8601, or `null` when the text is ambiguous (`3/4/2026`) or not a date
 */
export function fixDate(written: string): string | null {
  const text = written.trim()
  for (const read of [compact, dayFirst, eastAsian, named, seconds]) {
    const date = read(text)
    // Rejects dates that do not exist, such as 31 April.
    if (date !== null && isoDate(date) !== null) return date
  }
  return null
}

function compact(text: string): string | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
  return year && month && day ? `${year}-${month}-${day}` : null
}

/** `31.1.2026`: with dots, the day always comes first; with `/` or `-`, only when the number is too large for a month. */
function dayFirst(text: string): string | null {
  const [, day, mark, month, year] = /^(\d\d?)([./-]) ?(\d\d?)\2 ?(\d{4})$/.exec(text) ?? []
  if (!day || !month || !year) return null
  if (mark === '.' || Number(day) > 12) return join(year, month, day)
  return Number(month) > 12 ? join(year, day, month) : null
}

function eastAsian(text: string): string | null {
  const [, year, month, day] = /^(\d{4})\s*[年년]\s*(\d\d?)\s*[月월]\s*(\d\d?)\s*[日일]$/.exec(text) ?? []
  return year && month && day ? join(year, month, day) : null
}

/** `31st of January 2026`, `January 31st, 2026`. */
function named(text: string): string | null {
  const plain = text
    .toLowerCase()
    .replace(/(\d)(?:st|nd|rd|th)\b/, '$1')
    .replace(/\bof\b|,/g, ' ')
  const [, a, b, year] = /^([a-z]+|\d\d?)\.?\s+([a-z]+|\d\d?)\.?\s+(\d{4})$/.exec(plain) ?? []
  if (!a || !b || !year) return null
  const [name, day] = /\d/.test(a) ? [b, a] : [a, b]
  const month = MONTHS.indexOf(name.slice(0, 3))
  return month === -1 || !/\d/.test(day) ? null : join(year, String(month + 1), day)
}

/** A timestamp of this century in seconds or milliseconds since the epoch. */
function seconds(text: string): string | null {
  if (!/^[1-4]\d{9}(?:\d{3})?$/.test(text)) return null
  return new Date(Number(text.padEnd(13, '0'))).toISOString()
}

function join(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
