/** True when every word of `query` begins a word of `text`, in any order. No words fit everything. */
export function matchesWords(text: string, query: string): boolean {
  const lower = text.toLowerCase()
  const starts = lower.split(/[^\p{L}\p{N}]+/u)
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => lower.startsWith(word) || starts.some((start) => start.startsWith(word)))
}
