/**
 * Returns the items whose ids are most similar to a mistyped id: those with the same file name first, then by Dice's
 * coefficient of the letter pairs. Omits items with a score of 0.3 or less.
 */
export function closestIds<T extends { readonly id: string }>(
  wanted: string,
  items: readonly T[],
  limit: number,
): T[] {
  const target = pairs(wanted)
  const name = stem(wanted)
  return items
    .map((item) => ({ item, score: (stem(item.id) === name ? 1 : 0) + overlap(target, pairs(item.id)) }))
    .filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item)
}

function stem(id: string): string {
  return (id.toLowerCase().split('/').at(-1) ?? '').replace(/\.[a-z.]+$/, '')
}

function pairs(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/\.[a-z.]+$/, '')
  const found = new Set<string>()
  for (let i = 0; i < plain.length - 1; i++) found.add(plain.slice(i, i + 2))
  return found
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared++
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size)
}
