import { useMemo, useRef, useState } from 'react'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { CacheBar } from './CacheBar.tsx'
import { CacheFigures } from './CacheFigures.tsx'
import { CacheFilters } from './CacheFilters.tsx'
import { CacheTable } from './CacheTable.tsx'
import { type CacheColumn, type CacheFilter, narrowEntries, sortEntries } from './entries.ts'
import './cache.css'

/** The answers that are kept: how well that works, and each of them. */
export function CacheView() {
  const status = useBridge('cache.status', {}, { area: ['cache', 'settings'] })
  // Hits are counted a moment after the request is in the log.
  const list = useBridge('cache.list', {}, { area: ['cache', 'settings'], every: 3_000 })
  const [filter, setFilter] = useState<CacheFilter>({ text: '', tools: [] })
  const [sorting, setSorting] = useState<{ column: CacheColumn; descending: boolean }>({
    column: 'hits',
    descending: true,
  })
  const table = useRef<ListHandle>(null)
  // The host drops an entry that has ended when it is next asked for it; nobody should see it until then.
  const live = useClock((now) => list.data?.filter(({ expiresAt }) => expiresAt > now).length ?? 0)
  const entries = useMemo(() => {
    const all = list.data ?? []
    const kept = live === all.length ? all : all.filter(({ expiresAt }) => expiresAt > Date.now())
    return sortEntries(narrowEntries(kept, filter), sorting)
  }, [list.data, live, filter, sorting])

  return (
    <>
      <CacheBar status={status.data} entries={live} />
      <CacheFigures status={status.data} entries={live} />
      <CacheFilters
        filter={filter}
        onFilter={setFilter}
        status={status.data}
        entries={list.data ?? []}
        onDown={() => table.current?.focus()}
      />
      <CacheTable
        status={status.data}
        list={list}
        entries={entries}
        hidden={live - entries.length}
        sorting={sorting}
        onSort={setSorting}
        onClear={() => setFilter({ text: '', tools: [] })}
        handle={table}
      />
    </>
  )
}
