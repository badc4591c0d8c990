const UNITS: Readonly<Record<string, number>> = { s: 1, sec: 1, min: 60, m: 60, h: 3_600 }
const MOST = 86_400

/** Seconds of what a person wrote: `300`, `300 s`, `5 min`, `1 h`; else what is wrong with it. */
export function readTtl(text: string): { readonly seconds: number } | { readonly wrong: string } {
  const [, number, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*$/i.exec(text) ?? []
  const factor = UNITS[unit.toLowerCase()]
  if (number === undefined || factor === undefined) return { wrong: 'Write seconds, like 300 s, or 5 min.' }
  const seconds = Number(number) * factor
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MOST)
    return { wrong: 'Between 1 s and 24 h, in whole seconds.' }
  return { seconds }
}
