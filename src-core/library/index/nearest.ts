/**
 * Orders things by how close their ids are to a mistyped one: the same file name in another folder first, then by
 * shared pairs of letters (Dice's coefficient). What shares nothing is left out.
 */
export function closestIds<T extends { readonly id: string }>(
  wanted: string,
  among: readonly T[],
  limit: number,
): T[] {
  const target = pairs(wanted)
  const name = stem(wanted)
  return among
    .map((one) => ({ one, score: (stem(one.id) === name ? 1 : 0) + overlap(target, pairs(one.id)) }))
    .filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ one }) => one)
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
