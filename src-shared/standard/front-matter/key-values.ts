import { isoDate } from '../dates.ts'

/** Receives a problem of a front matter key whose value cannot be used. */
export type ReportProblem = (key: string, code: string, message: string, remedy: string) => void

/** Returns the text of a key, or `''` without one. */
export function textOfKey(data: Record<string, unknown>, key: string, report: ReportProblem): string {
  const value = valueAt(data, key)
  if (value === null) return ''
  if (isScalar(value)) return String(value).trim()
  report(
    key,
    `${key}-type`,
    `"${key}" is ${typeNameOf(value)}, not text, so it is left out.`,
    `Write ${key}: and the text on one line.`,
  )
  return ''
}

/** Returns the words of a key, written as a list or separated by commas, without duplicates. */
export function listOfKey(data: Record<string, unknown>, key: string, report: ReportProblem): string[] {
  const value = valueAt(data, key)
  if (value === null) return []
  if (!Array.isArray(value) && !isScalar(value)) {
    report(
      key,
      `${key}-type`,
      `"${key}" is ${typeNameOf(value)}, not a list, so it is left out.`,
      `Write ${key}: [first, second], or one "- item" line for each.`,
    )
    return []
  }
  const items: unknown[] = Array.isArray(value) ? value : splitAtCommas(String(value))
  const texts = items.filter((item) => isScalar(item)).map((item) => String(item).trim())
  if (texts.length < items.filter((item) => item !== null).length) {
    report(
      key,
      `${key}-item-type`,
      `An item of "${key}" is not text, so it is left out.`,
      `Write each item of ${key} as a word, in quotes if it has : or brackets in it.`,
    )
  }
  return [...new Set(texts.filter((item) => item !== ''))]
}

/** Returns the date of a key as ISO 8601, or `null` without a readable one. */
export function dateOfKey(data: Record<string, unknown>, key: string, report: ReportProblem): string | null {
  const value = valueAt(data, key)
  if (value === null || value === '') return null
  const date = isScalar(value) ? isoDate(String(value)) : null
  if (date === null) {
    const shown = isScalar(value) ? `"${String(value).slice(0, 40)}"` : typeNameOf(value)
    report(
      key,
      `${key}-date`,
      `"${key}" is ${shown}, which cannot be read as a date.`,
      `Write it as ${key}: 2026-01-31 or 2026-01-31T09:30:00Z.`,
    )
  }
  return date
}

function valueAt(data: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : null
}

/** Splits at commas outside braces, because `*.{ts,tsx}` is one glob. */
export function splitAtCommas(text: string): string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 123) depth++
    else if (c === 125) depth = Math.max(0, depth - 1)
    else if (c === 44 && depth === 0) {
      items.push(text.slice(start, at))
      start = at + 1
    }
  }
  items.push(text.slice(start))
  return items
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function typeNameOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : 'a group of keys'
}
