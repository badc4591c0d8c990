import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { CacheEntry, CacheStatus } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { DataTable, type Sorting } from '../../components/DataTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { cacheColumns } from './cache-columns.tsx'
import type { CacheColumn, CacheSorting } from './entries.ts'

/** The entries, or the reason why there are none to show. */
export function CacheTable({
  status,
  list,
  entries,
  hidden,
  sorting,
  onSort,
  onClear,
  handle,
}: {
  readonly status: CacheStatus | undefined
  readonly list: UseQueryResult<readonly CacheEntry[], CallError>
  /** Filtered and sorted. */
  readonly entries: readonly CacheEntry[]
  /** Number of entries that do not match the filters. */
  readonly hidden: number
  readonly sorting: CacheSorting
  readonly onSort: (sorting: CacheSorting) => void
  readonly onClear: () => void
  readonly handle: React.Ref<ListHandle>
}) {
  const [selected, setSelected] = useState<string | null>(null)
  const narrow = useNarrow()
  const { mutate, blocked } = useBridgeMutation('cache.drop')
  const columns = useMemo(
    () => cacheColumns({ narrow, onDrop: blocked ? null : (key) => mutate({ key }) }),
    [narrow, blocked, mutate],
  )
  const selectedIndex = entries.findIndex(({ key }) => key === selected)

  // The action has its key from the standards view; the same key removes the selected row in every view.
  useKey(
    'standards.remove',
    () => {
      const entry = entries[selectedIndex]
      if (!entry) return false
      // Selecting the next entry lets the key be pressed again.
      setSelected((entries[selectedIndex + 1] ?? entries[selectedIndex - 1])?.key ?? null)
      mutate({ key: entry.key })
      return true
    },
    selectedIndex >= 0 && !blocked,
  )

  if (list.error && !list.data)
    return (
      <Failed
        title="The cache could not be read"
        error={list.error}
        still="Requests are still answered."
        onRetry={() => void list.refetch()}
      />
    )
  if (!list.data || !status) return <SkeletonRows columns={columns.map(({ width }) => width)} />
  if (entries.length === 0) return <NoEntries status={status} hidden={hidden} onClear={onClear} />
  return (
    <div className="cache-table" data-area="table">
      <DataTable<CacheEntry>
        label="Cache entries"
        columns={columns}
        count={entries.length}
        rowAt={(index) => entries[index]}
        rowKey={(entry) => entry.key}
        selected={selected}
        selectedIndex={selectedIndex}
        onSelect={(entry) => setSelected(entry.key)}
        sorting={sorting}
        onSort={(next: Sorting) =>
          onSort({ column: next.column as CacheColumn, descending: next.descending })
        }
        handle={handle}
      />
    </div>
  )
}

function NoEntries({
  status,
  hidden,
  onClear,
}: {
  readonly status: CacheStatus
  readonly hidden: number
  readonly onClear: () => void
}) {
  const change = useBridgeMutation('settings.change')
  if (hidden > 0)
    return (
      <EmptyState
        title="Nothing matches"
        text={`${formatCount(hidden, 'entry is', 'entries are')} hidden by the filters.`}
      >
        <Button onClick={onClear}>Clear filters</Button>
      </EmptyState>
    )
  if (!status.enabled)
    return (
      <EmptyState
        title="The cache is off"
        text="Every response comes from the index, which takes a little longer."
      >
        <Button
          variant="filled"
          disabled={change.blocked}
          onClick={() => change.mutate({ cache: { enabled: true } })}
        >
          Switch on
        </Button>
      </EmptyState>
    )
  return (
    <EmptyState
      title="The cache is empty"
      text={`Responses are cached for ${formatNumber(status.ttl)} s and dropped when the index changes.`}
    />
  )
}
