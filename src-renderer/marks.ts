/** A piece of a text and whether it is what was searched for. */
export interface Part {
  readonly text: string
  readonly hit: boolean
}

/** Cuts a text at the words (or beginnings of words) of a search, whatever their case. */
export function splitWords(text: string, words: string): Part[] {
  const found = words.split(/\s+/).filter(Boolean)
  if (found.length === 0) return [{ text, hit: false }]
  const escaped = found
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return cut(text, new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})`, 'giu'))
}

/** Cuts a snippet of the host at its `**` marks. */
export function splitMarks(snippet: string): Part[] {
  return snippet
    .split('**')
    .map((text, at) => ({ text, hit: at % 2 === 1 }))
    .filter(({ text }) => text !== '')
}

function cut(text: string, hits: RegExp): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(hits)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), hit: false })
    parts.push({ text: match[0], hit: true })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ text: text.slice(end), hit: false })
  return parts
}
