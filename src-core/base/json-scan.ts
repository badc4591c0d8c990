/** Finds its way in JSON that is not to be parsed: it may be cut off, or long. All of it is linear. */

/** The index behind the string whose opening quote is at `start`; the end of the text when it is cut off. */
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

/** The index of the next sign that is no space. */
export function skipSpace(json: string, from: number): number {
  let at = from
  while (at < json.length && ' \n\r\t'.includes(json.charAt(at))) at++
  return at
}

/** The index behind the value that begins at `start`, whatever it is; the end of the text when it is cut off. */
export function endOfValue(json: string, start: number): number {
  const sign = json[start]
  if (sign === '"') return endOfString(json, start)
  if (sign !== '{' && sign !== '[') {
    let at = start
    while (at < json.length && !',}] \n\r\t"'.includes(json.charAt(at))) at++
    return at
  }
  let open = 0
  let at = start
  while (at < json.length) {
    const here = json[at]
    if (here === '"') {
      at = endOfString(json, at)
      continue
    }
    at++
    if (here === '{' || here === '[') open++
    if ((here === '}' || here === ']') && --open === 0) return at
  }
  return at
}
