/**
 * Reads a whole number as people write it: `1,000,000 rows`, `30 days`, `300 s`. NaN when the text is no whole number, or has
 * another unit than `unit`: 6 months are not 6 days.
 */
export function readNumber(text: string, unit = ''): number {
  const [, digits, word = ''] = /^\s*(-?\d+|-?\d{1,3}(?:[\s,._'’]\d{3})+)\s*(\p{L}*)\s*$/u.exec(text) ?? []
  if (digits === undefined) return Number.NaN
  const singular = unit.replace(/s$/, '')
  const isUnit = ['', unit, singular, `${singular}s`, unit.charAt(0)].includes(word.toLowerCase())
  return isUnit ? Number(digits.replace(/[^\d-]/g, '')) : Number.NaN
}
