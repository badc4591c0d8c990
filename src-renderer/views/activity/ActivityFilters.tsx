import { Button, CloseButton, SegmentedControl } from '@mantine/core'
import { useRef } from 'react'
import type { CacheState, RequestStatus } from '../../../src-shared/contract/activity.ts'
import { clientName } from '../../client-name.ts'
import { FilterSelect } from '../../components/FilterSelect.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { statusWord } from '../../components/StatusIcon.tsx'
import { FilterBar } from '../../components/ViewBar.tsx'
import { useBridge } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { type ActivityQuery, NOT_OK, statusChoice, statusesOf } from './activity-query.ts'
import { spanLabel } from './span-label.ts'
import { useShownCount } from './use-shown-count.ts'

const STATUSES: readonly { value: RequestStatus | 'not-ok'; label: string }[] = [
  { value: 'not-ok', label: 'not ok' },
  { value: 'ok', label: statusWord('ok') },
  ...NOT_OK.map((status) => ({ value: status, label: statusWord(status) })),
]

const CACHE: readonly { value: CacheState; label: string }[] = [
  { value: 'hit', label: 'hit' },
  { value: 'miss', label: 'miss' },
  { value: 'bypass', label: 'bypass' },
]

/** What narrows the rows, and how many are left. */
export function ActivityFilters({
  query,
  show,
  total,
  drawer,
  onDown,
}: {
  readonly query: ActivityQuery
  readonly show: (change: Partial<ActivityQuery>) => void
  /** Rows that fit; `null` while that is not known. */
  readonly total: number | null
  /** True: the drawer takes room. */
  readonly drawer: boolean
  readonly onDown: () => void
}) {
  const bar = useRef<HTMLDivElement>(null)
  const { data: names } = useBridge('activity.names', {}, { area: 'requests' })
  const statuses = statusChoice(query.statuses)
  const count = useShownCount(query, total)
  useKey('list.filter', () => bar.current?.querySelector<HTMLElement>('.filter-chip')?.focus())
  return (
    <div ref={bar} className="activity-filters" data-area="filters" tabIndex={-1}>
      <FilterBar
        end={
          <>
            <span className="figures activity-count" role="status" aria-label={count.long}>
              {drawer ? count.short : count.long}
            </span>
            <SegmentedControl
              className="activity-kinds"
              aria-label="Which messages"
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
          choices={namesOf(names?.clients, query.clients).map((value) => ({
            value,
            label: clientName(value),
          }))}
          value={query.clients}
          onChange={(clients) => show({ clients })}
        />
        <FilterSelect
          label="Tool"
          choices={namesOf(names?.tools, query.tools).map((value) => ({ value, label: value }))}
          value={query.tools}
          onChange={(tools) => show({ tools })}
        />
        <FilterSelect
          label="Status"
          choices={STATUSES}
          value={statuses}
          onChange={(choice) => show({ statuses: statusesOf(choice, statuses) })}
        />
        <FilterSelect
          label="Cache"
          choices={CACHE}
          value={query.cache}
          onChange={(cache) => show({ cache })}
        />
        {query.between ? (
          <Chosen
            label={spanLabel(query.between, Date.now())}
            name="the span"
            onClear={() => show({ between: null })}
          />
        ) : null}
        {query.session === null ? null : (
          <Chosen
            label={`session ${query.session.slice(0, 8)}`}
            name="the session"
            onClear={() => show({ session: null })}
          />
        )}
        {query.standard === null ? null : (
          <Chosen label={query.standard} name="the standard" onClear={() => show({ standard: null })} />
        )}
      </FilterBar>
    </div>
  )
}

/** A filter that is set from elsewhere and can only be taken away here. */
function Chosen({
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

/** Those in the log, and those that are chosen though the log has them no more. */
function namesOf(known: readonly string[] | undefined, chosen: readonly string[]): readonly string[] {
  return [...new Set([...(known ?? []), ...chosen])]
}
