import { useMemo, useRef, useState } from 'react'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { CacheBar } from './CacheBar.tsx'
import { CacheFigures } from './CacheFigures.tsx'
import { CacheFilters } from './CacheFilters.tsx'
import { CacheTable } from './CacheTable.tsx'
import { type CacheFilter, type CacheSorting, filterEntries, sortEntries } from './entries.ts'
import './cache.css'

/** The cached responses, and how much time they save. */
export function CacheView() {
  const status = useBridge('cache.status', {}, { area: ['cache', 'settings'] })
  // The change of the area comes with the request; its hit is counted a moment later.
  const list = useBridge('cache.list', {}, { area: ['cache', 'settings'], every: 3_000 })
  const [filter, setFilter] = useState<CacheFilter>({ text: '', tools: [] })
  const [sorting, setSorting] = useState<CacheSorting>({
    column: 'hits',
    descending: true,
  })
  const table = useRef<ListHandle>(null)
  // The host drops an expired entry only when it is requested again, so expired entries are left out here.
  const liveCount = useClock((now) => list.data?.filter(({ expiresAt }) => expiresAt > now).length ?? 0)
  const entries = useMemo(() => {
    const all = list.data ?? []
    const live = liveCount === all.length ? all : all.filter(({ expiresAt }) => expiresAt > Date.now())
    return sortEntries(filterEntries(live, filter), sorting)
  }, [list.data, liveCount, filter, sorting])

  return (
    <>
      <CacheBar status={status.data} entries={liveCount} />
      <CacheFigures status={status.data} entries={liveCount} />
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
        hidden={liveCount - entries.length}
        sorting={sorting}
        onSort={setSorting}
        onClear={() => setFilter({ text: '', tools: [] })}
        handle={table}
      />
    </>
  )
}
