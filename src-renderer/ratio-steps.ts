import type { FigureStep } from '../src-shared/contract/activity.ts'

/**
 * The share of hits by step, per cent. Where nothing was asked it is what it was before, and at first what it will be: 0 would
 * be a lie. `null` throughout where nothing was ever asked.
 */
export function ratioSteps(
  steps: readonly FigureStep[],
): readonly { readonly from: number; readonly ratio: number | null }[] {
  const ratios = steps.map(({ hits, misses }) =>
    hits + misses === 0 ? null : (100 * hits) / (hits + misses),
  )
  let ratio = ratios.find((known) => known !== null) ?? null
  return steps.map(({ from }, at) => {
    ratio = ratios[at] ?? ratio
    return { from, ratio }
  })
}
