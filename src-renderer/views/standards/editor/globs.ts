/** Patterns of a field, separated by commas; a comma within braces belongs to the pattern. */
export function splitGlobs(text: string): string[] {
  const globs: string[] = []
  let depth = 0
  let glob = ''
  for (const sign of text) {
    if (sign === '{') depth += 1
    if (sign === '}') depth = Math.max(0, depth - 1)
    if (sign === ',' && depth === 0) {
      globs.push(glob)
      glob = ''
    } else glob += sign
  }
  return [...globs, glob].map((one) => one.trim()).filter((one) => one !== '')
}

export function joinGlobs(globs: readonly string[]): string {
  return globs.join(', ')
}
