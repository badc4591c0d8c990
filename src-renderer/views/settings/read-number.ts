/** A number as people write it: `1,000,000 rows`, `30 days`, `300 s`. NaN when it is none. */
export function readNumber(text: string): number {
  const digits = /^\s*(-?\d[\d\s,._'’]*)\s*\p{L}*\s*$/u.exec(text)?.[1]
  return digits === undefined ? Number.NaN : Number(digits.replace(/[^\d-]/g, ''))
}
