const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, sec: 1, min: 60, m: 60, h: 3_600 }
const MAX_TTL = 86_400

/** Parses a duration that a person entered (`300`, `300 s`, `5 min`, `1 h`) to seconds, or to an error message. */
export function parseTtl(text: string): { readonly seconds: number } | { readonly error: string } {
  const [, number, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*$/i.exec(text) ?? []
  const factor = SECONDS_PER_UNIT[unit.toLowerCase()]
  if (number === undefined || factor === undefined)
    return { error: 'Enter a time in seconds, such as 300 s, or in minutes, such as 5 min.' }
  const seconds = Number(number) * factor
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_TTL)
    return { error: 'Enter a time between 1 s and 24 h, in whole seconds.' }
  return { seconds }
}
