import { Button } from '@mantine/core'
import { type RefObject, useMemo, useRef } from 'react'
import type { NamedFigures } from '../../../src-shared/contract/activity.ts'
import { formatCount } from '../../../src-shared/format.ts'
import { DataTable } from '../../components/DataTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import type { LoadedActivity } from '../../state/use-activity-store.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { activityColumns, type TableLayout } from './activity-columns.tsx'
import { type ActivityQuery, countFilters, withoutFilters } from './activity-query.ts'
import { useNewRows } from './use-new-rows.ts'

/** The requests, newest first, or the reason why there are none to show. */
export function ActivityTable({
  log,
  list,
  query,
  show,
  seq,
  select,
  layout,
  tools,
}: {
  readonly log: LoadedActivity
  readonly list: RefObject<ListHandle | null>
  readonly query: ActivityQuery
  readonly show: (change: Partial<ActivityQuery>) => void
  readonly seq: number | null
  readonly select: (seq: number | null, change?: Partial<ActivityQuery>) => void
  readonly layout: TableLayout
  /** The figures of each tool, by which slow calls are marked. */
  readonly tools: ReadonlyMap<string, NamedFigures>
}) {
  const columns = useMemo(() => activityColumns(layout, tools), [layout, tools])
  const isNew = useNewRows(log.window?.newest, JSON.stringify({ ...query, span: '', closed: false }))
  // The rows of the previous filter stay until the first rows of the next one are loaded.
  const loaded = useRef(log)
  if (log.window !== null) loaded.current = log
  const { window, table } = loaded.current

  if (window === null && log.error)
    return <Failed title="The requests could not be read" error={log.error} onRetry={log.showNewest} />
  if (window === null) return <SkeletonRows columns={columns.map(({ width }) => width)} />
  if (log.window !== null && log.total === 0)
    return countFilters(query) > 0 ? <NoMatches query={query} show={show} /> : <NoRequests />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the table does the same.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the table does the same.
    <div
      className="activity-table"
      data-area="table"
      onClick={(event) => {
        // A click selects a row and opens the drawer. `onSelect` cannot do that, as the arrow keys call it too.
        const row = event.target instanceof Element ? event.target.closest('.virtual-row') : null
        if (row?.querySelector('.table-cell')) show({ closed: false })
      }}
    >
      <DataTable
        {...table}
        label="Requests"
        columns={columns}
        selected={seq}
        onSelect={(row) => select(row.seq, seq === null ? { closed: true } : {})}
        onOpen={(row) => select(row.seq, { closed: false })}
        isNew={isNew}
        handle={list}
      />
    </div>
  )
}

function NoMatches({
  query,
  show,
}: {
  readonly query: ActivityQuery
  readonly show: (change: Partial<ActivityQuery>) => void
}) {
  const rows = useAppState((state) => state.activity.rows)
  const filters = countFilters(query)
  return (
    <EmptyState
      title="Nothing matches"
      text={`${formatCount(rows, 'row')} ${rows === 1 ? 'is' : 'are'} hidden by ${formatCount(filters, 'filter')}.`}
    >
      <Button onClick={() => show(withoutFilters(query))}>Clear filters</Button>
    </EmptyState>
  )
}

function NoRequests() {
  const test = useBridgeMutation('activity.testCall')
  return (
    <EmptyState
      title="No requests yet"
      text="Every request of an assistant is listed here as soon as it is answered."
    >
      <Button variant="filled" onClick={() => go('/connections')}>
        Connect an assistant
      </Button>
      <Button disabled={test.blocked} onClick={() => test.mutate({})}>
        Send a test call
      </Button>
    </EmptyState>
  )
}
