import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { CacheEntry, CacheStatus } from '../../../src-shared/contract/activity.ts'
import { formatCount } from '../../../src-shared/format.ts'
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
import type { CacheColumn } from './entries.ts'

/** The entries, or why there is nothing to see. */
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
  /** As they are shown. */
  readonly entries: readonly CacheEntry[]
  /** Entries that the filters leave out. */
  readonly hidden: number
  readonly sorting: { readonly column: CacheColumn; readonly descending: boolean }
  readonly onSort: (sorting: { column: CacheColumn; descending: boolean }) => void
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
  const at = entries.findIndex(({ key }) => key === selected)

  // The key that takes away what is selected, whatever that is.
  useKey(
    'standards.remove',
    () => {
      const entry = entries[at]
      if (!entry) return false
      // The next one takes its place, so that one can go on.
      setSelected((entries[at + 1] ?? entries[at - 1])?.key ?? null)
      mutate({ key: entry.key })
      return true
    },
    at >= 0 && !blocked,
  )

  if (list.error && !list.data)
    return (
      <Failed
        title="The cache could not be read"
        error={list.error}
        still="Questions are answered all the same."
        onRetry={() => void list.refetch()}
      />
    )
  if (!list.data || !status) return <SkeletonRows columns={columns.map(({ width }) => width)} />
  if (entries.length === 0) return <NothingKept status={status} hidden={hidden} onClear={onClear} />
  return (
    <div className="cache-table" data-area="table">
      <DataTable<CacheEntry>
        label="Cache entries"
        columns={columns}
        count={entries.length}
        rowAt={(index) => entries[index]}
        rowKey={(entry) => entry.key}
        selected={selected}
        selectedIndex={at}
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

function NothingKept({
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
        text="Every answer is made from the index. That is right, and a little slower."
      >
        <Button
          variant="filled"
          disabled={change.blocked}
          onClick={() => change.mutate({ cache: { enabled: true } })}
        >
          Switch it on
        </Button>
      </EmptyState>
    )
  return (
    <EmptyState
      title="The cache is empty"
      text={`Answers are kept for ${status.ttl} s and dropped when the index changes.`}
    />
  )
}
