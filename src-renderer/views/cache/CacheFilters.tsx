import { Tooltip } from '@mantine/core'
import { useRef } from 'react'
import type { CacheEntry, CacheStatus } from '../../../src-shared/contract/activity.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { FilterSelect } from '../../components/FilterSelect.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { FilterBar } from '../../components/ViewBar.tsx'
import { useKey } from '../../state/use-keys.ts'
import { type CacheFilter, nameList } from './entries.ts'

/** The filters of the entries, and a sentence that says which responses are cached. */
export function CacheFilters({
  filter,
  onFilter,
  status,
  entries,
  onDown,
}: {
  readonly filter: CacheFilter
  readonly onFilter: (filter: CacheFilter) => void
  readonly status: CacheStatus | undefined
  readonly entries: readonly CacheEntry[]
  readonly onDown: () => void
}) {
  const bar = useRef<HTMLDivElement>(null)
  const tools = [...new Set([...(status?.tools ?? []), ...filter.tools])]
  useKey('list.filter', () => bar.current?.querySelector<HTMLElement>('.filter-chip')?.focus())
  return (
    <div ref={bar} className="cache-filters" data-area="filters" tabIndex={-1}>
      <FilterBar end={status ? <CachedTools status={status} /> : null}>
        <SearchField
          label="Filter by text"
          value={filter.text}
          onChange={(text) => onFilter({ ...filter, text })}
          width={220}
          onDown={onDown}
        />
        <FilterSelect
          label="Tool"
          choices={tools.map((tool) => ({
            value: tool,
            label: tool,
            count: entries.filter((entry) => entry.tool === tool).length,
          }))}
          value={filter.tools}
          onChange={(chosen) => onFilter({ ...filter, tools: chosen })}
        />
      </FilterBar>
    </div>
  )
}

/** Says of which tools responses are cached, and the generation of the index that they come from. */
function CachedTools({ status }: { readonly status: CacheStatus }) {
  const tools = nameList(status.tools)
  return (
    <Tooltip
      multiline
      maw={360}
      label={`Responses of ${tools} are cached, because that makes them faster. The other tools read one document, which is as fast without the cache; their requests show “bypass”. A change of the index drops all entries.`}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable by keyboard. */}
      <span className="cache-sentence ellipsis" tabIndex={0}>
        {status.enabled
          ? `Caches ${tools}; the other tools are as fast without.`
          : 'The cache is off: every response comes from the index.'}{' '}
        <span className="figures">Index generation {formatNumber(status.generation)}.</span>
      </span>
    </Tooltip>
  )
}
