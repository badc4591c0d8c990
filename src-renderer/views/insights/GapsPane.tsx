import { UnstyledButton } from '@mantine/core'
import { useMemo } from 'react'
import type { ClientSteps, NearGap } from '../../../src-shared/contract/contract.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { DataTable } from '../../components/DataTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { countCalls } from './client-series.ts'
import { GAP_TRACKS, gapColumns } from './gap-columns.tsx'
import { daysPhrase, type GapFilter } from './insights-filter.ts'
import { useGaps } from './use-gaps.ts'
import type { InsightsQuery } from './use-insights-query.ts'

/** Height of the pane's head and the table's head, px. */
const HEADS_PX = 36 + 26
const ROW_PX = 28
/** Rows for which there is room while the gaps are loaded, so that the panes below seldom move. */
const LOADING_ROWS = 5
const MIN_ROWS = 4

/** The table of the gaps: requests that found nothing. */
export function GapsPane({
  query,
  clients,
}: {
  readonly query: InsightsQuery
  readonly clients: ClientSteps | undefined
}) {
  const { loaded, listed, selected, answered, dismissed, write, dismiss } = useGaps(query)
  const rows = Math.max(loaded.data ? listed.length : LOADING_ROWS, MIN_ROWS)
  return (
    <section
      className="gaps"
      style={{ height: HEADS_PX + rows * ROW_PX }}
      aria-label="Gaps"
      data-area="gaps"
      tabIndex={-1}
    >
      <div className="gaps-head">
        <h2>Gaps</h2>
        <span className="secondary ellipsis">{headline(query.gaps, listed)}</span>
        <FilterToggles
          filter={query.gaps}
          answered={answered}
          dismissed={dismissed}
          onFilter={(gaps) => query.set({ gaps })}
        />
      </div>
      {loaded.error && !loaded.data ? (
        <Failed
          title="The gaps could not be read"
          error={loaded.error}
          still="Requests are still answered."
          onRetry={() => void loaded.refetch()}
        />
      ) : loaded.data === undefined ? (
        <SkeletonRows columns={GAP_TRACKS} rows={LOADING_ROWS} />
      ) : selected === null ? (
        <NoGaps query={query} clients={clients} />
      ) : (
        <GapTable query={query} gaps={listed} selected={selected.id} write={write} dismiss={dismiss} />
      )}
    </section>
  )
}

function GapTable({
  query,
  gaps,
  selected,
  write,
  dismiss,
}: {
  readonly query: InsightsQuery
  readonly gaps: readonly NearGap[]
  readonly selected: string
  readonly write: (gap: NearGap) => void
  readonly dismiss: (gap: NearGap) => void
}) {
  const online = useOnline()
  const narrow = useNarrow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns render all rows, and only `online` changes the buttons.
  const columns = useMemo(
    () => gapColumns({ selected, narrow, online, write, dismiss }),
    [selected, narrow, online],
  )
  return (
    <DataTable
      label="Gaps"
      columns={columns}
      count={gaps.length}
      rowAt={(index) => gaps[index]}
      rowKey={({ id }) => id}
      selected={selected}
      onSelect={({ id }) => go(query.pathOf(id), { replace: true })}
      onOpen={(gap) => (gap.answered && gap.nearest ? go(standardPath(gap.nearest)) : write(gap))}
      sorting={query.sorting}
      onSort={(sorting) => query.set({ sorting })}
    />
  )
}

function headline(filter: GapFilter, gaps: readonly NearGap[]): string {
  if (gaps.length === 0) return ''
  const times = gaps.reduce((sum, gap) => sum + gap.times, 0)
  return `asked for ${formatCount(times, 'time')}, and ${HEADLINE_ENDS[filter]}`
}

const HEADLINE_ENDS: Readonly<Record<GapFilter, string>> = {
  open: 'no standard answers them',
  answered: 'a standard answers them now',
  dismissed: 'dismissed',
}

/** Toggles that list the answered or the dismissed gaps instead of the open ones. */
function FilterToggles({
  filter,
  answered,
  dismissed,
  onFilter,
}: {
  readonly filter: GapFilter
  readonly answered: number
  readonly dismissed: number
  readonly onFilter: (filter: GapFilter) => void
}) {
  const toggle = (name: GapFilter, count: number) =>
    count === 0 && filter !== name ? null : (
      <UnstyledButton
        aria-pressed={filter === name}
        onClick={() => onFilter(filter === name ? 'open' : name)}
      >
        {formatNumber(count)} {name}
      </UnstyledButton>
    )
  return (
    <span className="gaps-filters figures">
      {toggle('answered', answered)}
      {toggle('dismissed', dismissed)}
    </span>
  )
}

function NoGaps({
  query: { gaps, days, client },
  clients,
}: {
  readonly query: InsightsQuery
  readonly clients: ClientSteps | undefined
}) {
  if (gaps === 'dismissed') return <EmptyState title="No gap is dismissed" />
  if (gaps === 'answered') return <EmptyState title="No gap is answered" />
  return (
    <EmptyState
      title={`No gaps in ${daysPhrase(days)}`}
      text={callsText(clients ? countCalls(clients, client) : 0)}
    />
  )
}

function callsText(calls: number): string {
  if (calls === 0) return 'There are no calls in this span.'
  return calls === 1
    ? 'The only call found a standard.'
    : `All ${formatNumber(calls)} calls found a standard.`
}
