import { UnstyledButton } from '@mantine/core'
import { useMemo } from 'react'
import type { ClientSteps, NearGap } from '../../../src-shared/contract/contract.ts'
import { formatCount } from '../../../src-shared/format.ts'
import { DataTable } from '../../components/DataTable.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { GAP_TRACKS, gapColumns } from './gap-columns.tsx'
import { type GapFilter, spanPhrase } from './insights-filter.ts'
import { NoGaps } from './NoGaps.tsx'
import { useGaps } from './use-gaps.ts'
import type { InsightsQuery } from './use-insights-query.ts'

const HEADS = 36 + 26
const ROW = 28
// So that the panes below do not jump while the rows are fetched.
const ROWS_WAITING = 5
const LEAST_ROWS = 4

/** What was asked for and not found, with a way to write it. */
export function GapsPane({
  query,
  clients,
}: {
  readonly query: InsightsQuery
  readonly clients: ClientSteps | undefined
}) {
  const online = useOnline()
  const narrow = useNarrow()
  const gaps = useGaps(query)
  const { found, listed, gap, write, dismiss } = gaps
  const selected = gap?.id ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the buttons do depends on their row alone.
  const columns = useMemo(
    () => gapColumns({ selected, narrow, online, write, dismiss }),
    [selected, narrow, online],
  )
  const rows = Math.max(found.data ? listed.length : ROWS_WAITING, LEAST_ROWS)
  return (
    <section
      className="gaps"
      style={{ height: HEADS + rows * ROW }}
      aria-label="Gaps"
      data-area="gaps"
      tabIndex={-1}
    >
      <div className="gaps-head">
        <h2>Gaps</h2>
        <span className="secondary ellipsis">{headline(query.kind, listed)}</span>
        <KindToggles
          kind={query.kind}
          answered={gaps.answered}
          dismissed={gaps.dismissed}
          onKind={(kind) => query.set({ kind })}
        />
      </div>
      {found.error && !found.data ? (
        <Failed
          title="The gaps could not be read"
          error={found.error}
          still="Clients are answered all the same."
          onRetry={() => void found.refetch()}
        />
      ) : found.data === undefined ? (
        <SkeletonRows columns={GAP_TRACKS} rows={ROWS_WAITING} />
      ) : selected === null ? (
        <NoGaps kind={query.kind} span={spanPhrase(query.days)} clients={clients} client={query.client} />
      ) : (
        <DataTable
          label="Gaps"
          columns={columns}
          count={listed.length}
          rowAt={(index) => listed[index]}
          rowKey={({ id }) => id}
          selected={selected}
          onSelect={({ id }) => go(query.pathOf(id), { replace: true })}
          onOpen={(one) => (one.answered && one.nearest ? go(standardPath(one.nearest)) : write(one))}
          sorting={query.sorting}
          onSort={(sorting) => query.set({ sorting })}
        />
      )}
    </section>
  )
}

function headline(kind: GapFilter, gaps: readonly NearGap[]): string {
  if (gaps.length === 0) return ''
  const asked = `asked for ${formatCount(
    gaps.reduce((sum, { times }) => sum + times, 0),
    'time',
  )}`
  if (kind === 'dismissed') return `${asked}, and dismissed`
  return `${asked}, and ${kind === 'answered' ? 'a standard answers them now' : 'no standard answers them'}`
}

/** Pressed again, the open ones come back. */
function KindToggles({
  kind,
  answered,
  dismissed,
  onKind,
}: {
  readonly kind: GapFilter
  readonly answered: number
  readonly dismissed: number
  readonly onKind: (kind: GapFilter) => void
}) {
  const toggle = (one: GapFilter, count: number) =>
    count === 0 && kind !== one ? null : (
      <UnstyledButton aria-pressed={kind === one} onClick={() => onKind(kind === one ? 'open' : one)}>
        {count} {one}
      </UnstyledButton>
    )
  return (
    <span className="gaps-kinds figures">
      {toggle('answered', answered)}
      {toggle('dismissed', dismissed)}
    </span>
  )
}
