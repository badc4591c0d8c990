import { formatNumber } from '../../../src-shared/format.ts'
import { Pane, StandardRows, type UsageAnswer, usageState } from './UsagePane.tsx'

/** The standards that were part of most answers. */
export function MostUsed({ usage }: { readonly usage: UsageAnswer }) {
  const most = usage.data?.most ?? []
  const highest = most[0]?.times ?? 1
  return (
    <Pane area="Most used" title={<h2>Most used</h2>} unit="times asked">
      {usageState(usage) ??
        (most.length === 0 ? (
          <p className="insights-none">No standard was part of an answer in this span.</p>
        ) : (
          <StandardRows
            what="Standards that are used most"
            total={most.length}
            rows={most.map(({ id, title, times }) => ({
              id,
              title,
              end: formatNumber(times),
              share: times / highest,
              withPath: false,
            }))}
          />
        ))}
    </Pane>
  )
}
