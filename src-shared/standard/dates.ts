const ISO =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:[ \t]*(?:([Zz])|([+-])(\d\d?):?(\d\d)?))?)?$/
const MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i
const NUMERIC = /^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\b/
const ZONE = /(?:\b(?:utc|gmt|z)|[+-]\d\d:?\d\d)\s*$/i

/**
 * Reads a date as people write it in front matter. A date without a time zone is UTC, as in YAML, so that every machine
 * of a team reads the same time.
 * @returns ISO 8601 in UTC, or `null` when the text is not a date
 */
export function isoDate(written: string): string | null {
  const text = written.trim()
  if (text.length > 80) return null
  const iso = ISO.exec(text)
  if (iso !== null) return fromParts(iso)
  if (/^\d{4}$/.test(text)) return `${text}-01-01T00:00:00.000Z`
  // `Date.parse` accepts nearly any text with a number in it ("version 1"), so a month name or a full date is required.
  if (!/\d{4}/.test(text) || !(MONTH.test(text) || NUMERIC.test(text))) return null
  const time = Date.parse(ZONE.test(text) ? text : `${text} UTC`)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function fromParts(parts: RegExpExecArray): string | null {
  const number = (index: number): number => Number(parts[index] ?? 0)
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const millisecond = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000)
  if (hour > 23 || minute > 59 || second > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  // `setUTCFullYear` turns 30 February into 2 March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  const offset = (number(10) * 60 + number(11)) * (parts[9] === '-' ? -1 : 1)
  date.setUTCHours(hour, minute - offset, second, millisecond)
  return date.toISOString()
}
