/** The part of a line that is wrong, as offsets: the value of a key, an item of a list, what could not be read; else all of it. */
export function wrongPart(line: string): { readonly start: number; readonly stop: number } {
  const unread = /\uFFFD+/u.exec(line)
  if (unread) return { start: unread.index, stop: unread.index + unread[0].length }
  const stop = line.trimEnd().length
  const before = /^\s*(?:-\s+)?(?:[\w-]+\s*:\s+(?=\S))?/.exec(line)?.[0].length ?? 0
  return { start: before < stop ? before : 0, stop }
}

/** What a change of a text does to its lines: `Changes line 4 only, every other byte stays.` */
export function describeChange(before: string, after: string): string {
  const old = before.split('\n')
  const next = after.split('\n')
  let head = 0
  while (head < old.length && head < next.length && old[head] === next[head]) head++
  let tail = 0
  while (
    tail < old.length - head &&
    tail < next.length - head &&
    old[old.length - 1 - tail] === next[next.length - 1 - tail]
  )
    tail++
  const gone = old.length - head - tail
  const come = next.length - head - tail
  const verb = gone === 0 ? 'Adds' : come === 0 ? 'Deletes' : 'Changes'
  const count = Math.max(gone, come)
  const lines = count === 1 ? `line ${head + 1}` : `lines ${head + 1} to ${head + count}`
  return `${verb} ${lines} only, every other byte stays.`
}
