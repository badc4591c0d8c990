/** Finds the ends of values in JSON that is too long to parse, or truncated. The time is linear. */

/** The index after a string. @param start index of its opening quote. @returns the end of the text if it is truncated */
export function endOfString(json: string, start: number): number {
  let at = start + 1
  for (;;) {
    const quote = json.indexOf('"', at)
    if (quote < 0) return json.length
    let slashes = 0
    while (json.charCodeAt(quote - 1 - slashes) === 0x5c && quote - 1 - slashes > start) slashes++
    if (slashes % 2 === 0) return quote + 1
    at = quote + 1
  }
}

/** The index of the next character that is not whitespace. */
export function skipSpace(json: string, from: number): number {
  let at = from
  while (at < json.length && ' \n\r\t'.includes(json.charAt(at))) at++
  return at
}

/** The index after the value that begins at `start`; the end of the text if it is truncated. */
export function endOfValue(json: string, start: number): number {
  const first = json[start]
  if (first === '"') return endOfString(json, start)
  if (first !== '{' && first !== '[') {
    let at = start
    while (at < json.length && !',}] \n\r\t"'.includes(json.charAt(at))) at++
    return at
  }
  let depth = 0
  let at = start
  while (at < json.length) {
    const char = json[at]
    if (char === '"') {
      at = endOfString(json, at)
      continue
    }
    at++
    if (char === '{' || char === '[') depth++
    if ((char === '}' || char === ']') && --depth === 0) return at
  }
  return at
}
