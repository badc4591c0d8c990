/** A question with its judgements: 3 answers it, 2 helps much, 1 a little. */
export interface JudgedQuestion {
  readonly id: string
  readonly kind: string
  readonly query: string
  readonly filters: { readonly language?: string; readonly domain?: string }
  /** Grades by `path` or `path#heading-slug`. */
  readonly relevant: Readonly<Record<string, number>>
}

/** A hit: its own key, those of the sections above it, and that of its document. */
export type HitKeys = readonly string[]

/** Returns nDCG@10, and whether a hit helps much. A judged key counts once, so that repeating a document earns nothing. */
export function scoreHits(
  { relevant }: JudgedQuestion,
  hits: readonly HitKeys[],
): { readonly ndcg: number; readonly isMissed: boolean } {
  const used = new Set<string>()
  let gain = 0
  let best = 0
  hits.slice(0, 10).forEach((keys, at) => {
    const judged = keys.filter((key) => relevant[key] !== undefined)
    const gradeOf = (key: string | undefined) => (key === undefined ? 0 : (relevant[key] ?? 0))
    best = Math.max(best, ...judged.map(gradeOf))
    const [fresh] = judged.filter((key) => !used.has(key)).sort((a, b) => gradeOf(b) - gradeOf(a))
    if (fresh === undefined) return
    used.add(fresh)
    gain += discounted(gradeOf(fresh), at)
  })
  const ideal = Object.values(relevant)
    .sort((a, b) => b - a)
    .slice(0, 10)
    .reduce((total, grade, at) => total + discounted(grade, at), 0)
  return { ndcg: ideal === 0 ? 0 : gain / ideal, isMissed: best < 2 }
}

function discounted(grade: number, at: number): number {
  return (2 ** grade - 1) / Math.log2(at + 2)
}
