/** A part of a text; `hit`: it matches the search. */
export interface Part {
  readonly text: string
  readonly hit: boolean
}

/** Splits a text at the words of a search and at words that begin with them. Ignores case. */
export function splitWords(text: string, search: string): Part[] {
  const words = search.split(/\s+/).filter(Boolean)
  if (words.length === 0) return [{ text, hit: false }]
  const escaped = words
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return cut(text, new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})`, 'giu'))
}

/** Splits a snippet of the host, whose hits stand between `**`. */
export function splitMarks(snippet: string): Part[] {
  return snippet
    .split('**')
    .map((text, index) => ({ text, hit: index % 2 === 1 }))
    .filter(({ text }) => text !== '')
}

/** True when each word of a search begins a word of the text, in any order and case. An empty search matches any text. */
export function matchesWords(text: string, search: string): boolean {
  const words = wordsOf(text)
  return wordsOf(search).every((start) => words.some((word) => word.startsWith(start)))
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
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
