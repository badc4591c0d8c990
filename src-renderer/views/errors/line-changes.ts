/** The range of a line that most likely is wrong: invalid bytes, else the value of a key or a list item, else the whole line. */
export function wrongRange(line: string): { readonly start: number; readonly stop: number } {
  const invalidBytes = /\uFFFD+/u.exec(line)
  if (invalidBytes) return { start: invalidBytes.index, stop: invalidBytes.index + invalidBytes[0].length }
  const stop = line.trimEnd().length
  const valueStart = /^\s*(?:-\s+)?(?:[\w-]+\s*:\s+(?=\S))?/.exec(line)?.[0].length ?? 0
  return { start: valueStart < stop ? valueStart : 0, stop }
}

/** The lines of a text that an edit changes, from its first to its last change. */
export interface LineChange {
  readonly kind: 'adds' | 'changes' | 'deletes'
  /** The first line, counting from 1: of the old text when lines are deleted, else of the new one. */
  readonly line: number
  readonly count: number
  /** The new lines; empty when lines are deleted. */
  readonly lines: readonly string[]
}

export function compareLines(before: string, after: string): LineChange {
  const oldLines = before.split('\n')
  const newLines = after.split('\n')
  const shorter = Math.min(oldLines.length, newLines.length)
  let head = 0
  while (head < shorter && oldLines[head] === newLines[head]) head++
  let tail = 0
  while (tail < shorter - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail++
  const removed = oldLines.length - head - tail
  const lines = newLines.slice(head, newLines.length - tail)
  return {
    kind: removed === 0 ? 'adds' : lines.length === 0 ? 'deletes' : 'changes',
    line: head + 1,
    count: Math.max(removed, lines.length),
    lines,
  }
}

const VERBS = { adds: 'Adds', changes: 'Changes', deletes: 'Deletes' } as const

/** `Changes line 4 only, every other byte stays.` */
export function lineChangeLabel({ kind, line, count }: LineChange): string {
  const lines = count === 1 ? `line ${line}` : `lines ${line} to ${line + count - 1}`
  return `${VERBS[kind]} ${lines} only, every other byte stays.`
}
