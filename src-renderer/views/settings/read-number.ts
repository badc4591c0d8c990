/**
 * A whole number as people write it: `1,000,000 rows`, `30 days`, `300 s`. NaN when it is none, or is in another unit than
 * this one: 6 months are not 6 days.
 */
export function readNumber(text: string, unit = ''): number {
  const [, digits, word = ''] = /^\s*(-?\d+|-?\d{1,3}(?:[\s,._'’]\d{3})+)\s*(\p{L}*)\s*$/u.exec(text) ?? []
  if (digits === undefined) return Number.NaN
  const one = unit.replace(/s$/, '')
  const isUnit = ['', unit, one, `${one}s`, unit.charAt(0)].includes(word.toLowerCase())
  return isUnit ? Number(digits.replace(/[^\d-]/g, '')) : Number.NaN
}
