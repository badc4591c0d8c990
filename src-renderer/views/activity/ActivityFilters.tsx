import { Button, CloseButton, SegmentedControl } from '@mantine/core'
import { useRef } from 'react'
import type { CacheState } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import { FilterSelect } from '../../components/FilterSelect.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { statusWord } from '../../components/StatusIcon.tsx'
import { FilterBar } from '../../components/ViewBar.tsx'
import { useBridge } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import {
  type ActivityQuery,
  countFilters,
  NOT_OK,
  type StatusChoice,
  statusChoices,
  statusesOf,
} from './activity-query.ts'
import { timeSpanLabel } from './time-labels.ts'

const STATUSES: readonly { value: StatusChoice; label: string }[] = [
  { value: 'not-ok', label: 'not ok' },
  { value: 'ok', label: statusWord('ok') },
  ...NOT_OK.map((status) => ({ value: status, label: statusWord(status) })),
]

const CACHE: readonly { value: CacheState; label: string }[] = [
  { value: 'hit', label: 'hit' },
  { value: 'miss', label: 'miss' },
  { value: 'bypass', label: 'bypass' },
]

/** The filters of the requests, and the number of requests that match them. */
export function ActivityFilters({
  query,
  show,
  total,
  compact,
  onDown,
}: {
  readonly query: ActivityQuery
  readonly show: (change: Partial<ActivityQuery>) => void
  /** Number of matching requests; `null` while it is not known. */
  readonly total: number | null
  /** True: the number is shortened, as the drawer leaves little room. */
  readonly compact: boolean
  readonly onDown: () => void
}) {
  const bar = useRef<HTMLDivElement>(null)
  const { data: names } = useBridge('activity.names', {}, { area: 'requests' })
  const statuses = statusChoices(query.statuses)
  const count = useCountLabel(query, total)
  useKey('list.filter', () => bar.current?.querySelector<HTMLElement>('.filter-chip')?.focus())
  return (
    <div ref={bar} className="activity-filters" data-area="filters" tabIndex={-1}>
      <FilterBar
        end={
          <>
            <span className="figures activity-count" role="status" aria-label={count.long}>
              {compact ? count.short : count.long}
            </span>
            <SegmentedControl
              className="activity-kinds"
              aria-label="Listed messages"
              data={[
                { value: 'calls', label: 'Calls' },
                { value: 'all', label: 'All messages' },
              ]}
              value={query.all ? 'all' : 'calls'}
              onChange={(value) => show({ all: value === 'all' })}
            />
          </>
        }
      >
        <div className="activity-search">
          <SearchField
            label="Filter by text"
            value={query.text}
            onChange={(text) => show({ text })}
            width="100%"
            onDown={onDown}
          />
        </div>
        <FilterSelect
          label="Client"
          choices={namesWithChosen(names?.clients, query.clients).map((value) => ({
            value,
            label: clientName(value),
          }))}
          value={query.clients}
          onChange={(clients) => show({ clients })}
        />
        <FilterSelect
          label="Tool"
          choices={namesWithChosen(names?.tools, query.tools).map((value) => ({ value, label: value }))}
          value={query.tools}
          onChange={(tools) => show({ tools })}
        />
        <FilterSelect
          label="Status"
          choices={STATUSES}
          value={statuses}
          onChange={(choices) => show({ statuses: statusesOf(choices, statuses) })}
        />
        <FilterSelect
          label="Cache"
          choices={CACHE}
          value={query.cache}
          onChange={(cache) => show({ cache })}
        />
        {query.between ? (
          <ClearableFilter
            label={timeSpanLabel(query.between, Date.now())}
            name="the span"
            onClear={() => show({ between: null })}
          />
        ) : null}
        {query.session === null ? null : (
          <ClearableFilter
            label={`session ${query.session.slice(0, 8)}`}
            name="the session"
            onClear={() => show({ session: null })}
          />
        )}
        {query.standard === null ? null : (
          <ClearableFilter
            label={query.standard}
            name="the standard"
            onClear={() => show({ standard: null })}
          />
        )}
      </FilterBar>
    </div>
  )
}

/** A filter that is set in another place and can only be cleared here. */
function ClearableFilter({
  label,
  name,
  onClear,
}: {
  readonly label: string
  readonly name: string
  readonly onClear: () => void
}) {
  return (
    <span className="filter-select" data-chosen>
      <Button size="xs" className="filter-chip" onClick={onClear} title={label}>
        <span className="filter-value figures">{label}</span>
      </Button>
      <CloseButton size="xs" aria-label={`Clear ${name}`} className="filter-clear" onClick={onClear} />
    </span>
  )
}

/** The names in the log, and the chosen ones that the log does not contain any more. */
function namesWithChosen(known: readonly string[] | undefined, chosen: readonly string[]): readonly string[] {
  return [...new Set([...(known ?? []), ...chosen])]
}

/** The number of matching requests: `1,104 requests`, or `31 of 1,104` with filters. Empty while it is not known. */
function useCountLabel(
  query: ActivityQuery,
  total: number | null,
): { readonly long: string; readonly short: string } {
  const isFiltered = countFilters(query) > 0
  const { data } = useBridge(
    'activity.count',
    { filter: query.all ? {} : { callsOnly: true } },
    { area: 'requests', enabled: isFiltered },
  )
  if (total === null) return { long: '', short: '' }
  if (isFiltered && data) {
    const label = `${formatNumber(total)} of ${formatNumber(Math.max(total, data.count))}`
    return { long: label, short: label }
  }
  return { long: formatCount(total, query.all ? 'message' : 'request'), short: formatNumber(total) }
}
