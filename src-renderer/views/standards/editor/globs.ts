/** The patterns of a field, separated by commas. A comma within braces is part of the pattern: `*.{ts,tsx}`. */
export function splitGlobs(text: string): string[] {
  const globs: string[] = []
  let depth = 0
  let glob = ''
  for (const character of text) {
    if (character === '{') depth += 1
    if (character === '}') depth = Math.max(0, depth - 1)
    if (character === ',' && depth === 0) {
      globs.push(glob)
      glob = ''
    } else glob += character
  }
  return [...globs, glob].map((pattern) => pattern.trim()).filter((pattern) => pattern !== '')
}

export function joinGlobs(globs: readonly string[]): string {
  return globs.join(', ')
}
