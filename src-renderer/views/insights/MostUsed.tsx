import { formatNumber } from '../../../src-shared/format.ts'
import { Pane, placeholderFor, StandardRows, type UsageQuery } from './UsagePane.tsx'

/** The standards that were part of the most answers. */
export function MostUsed({ usage }: { readonly usage: UsageQuery }) {
  const most = usage.data?.most ?? []
  const highest = most[0]?.times ?? 1
  return (
    <Pane area="Most used" title={<h2>Most used</h2>} unit="times asked">
      {placeholderFor(usage) ??
        (most.length === 0 ? (
          <p className="insights-none">No standard was part of an answer in this span.</p>
        ) : (
          <StandardRows
            label="Standards that are used most"
            total={most.length}
            rows={most.map(({ id, title, times }) => ({
              id,
              title,
              value: formatNumber(times),
              share: times / highest,
              withPath: false,
            }))}
          />
        ))}
    </Pane>
  )
}
