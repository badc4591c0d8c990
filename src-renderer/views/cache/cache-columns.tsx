import { CloseButton, Tooltip } from '@mantine/core'
import type { CacheEntry } from '../../../src-shared/contract/activity.ts'
import { formatBytes, formatExact, formatNumber, formatSpan } from '../../../src-shared/format.ts'
import type { Column } from '../../components/DataTable.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { useClock } from '../../state/clock.ts'

/** The columns of the entries. `onDrop` is `null` while entries cannot be dropped. */
export function cacheColumns({
  narrow,
  onDrop,
}: {
  readonly narrow: boolean
  readonly onDrop: ((key: string) => void) | null
}): readonly Column<CacheEntry>[] {
  return [
    {
      id: 'tool',
      head: 'Tool',
      width: '132px',
      sortable: true,
      cell: ({ tool }) => <code className="mono">{tool}</code>,
    },
    {
      id: 'asked',
      head: 'Asked',
      width: 'minmax(80px, 1fr)',
      sortable: true,
      cell: ({ question, args }) => <span title={args}>{question}</span>,
    },
    {
      id: 'age',
      head: 'Age',
      width: '64px',
      sortable: true,
      cell: ({ storedAt }) => (
        <span className="secondary">
          <TimeAgo at={storedAt} />
        </span>
      ),
    },
    {
      id: 'left',
      head: 'Time left',
      width: narrow ? '110px' : '150px',
      sortable: true,
      cell: (entry) => <TimeLeft entry={entry} />,
    },
    {
      id: 'hits',
      head: 'Hits',
      width: '56px',
      align: 'right',
      sortable: true,
      cell: ({ hits }) => formatNumber(hits),
    },
    {
      id: 'size',
      head: 'Size',
      width: '72px',
      align: 'right',
      sortable: true,
      cell: ({ bytes }) => <span className="secondary">{formatBytes(bytes)}</span>,
    },
    {
      id: 'drop',
      head: <span className="unseen">Drop</span>,
      width: '24px',
      cell: (entry) => (
        <Tooltip label="Drop this entry">
          <CloseButton
            size="xs"
            tabIndex={-1}
            className="cache-drop"
            aria-label={`Drop ${entry.tool}, ${entry.question}`}
            disabled={onDrop === null}
            onClick={(event) => {
              event.stopPropagation()
              onDrop?.(entry.key)
            }}
          />
        </Tooltip>
      ),
    },
  ]
}

/** The time until an entry expires, as a bar and as text, updated by the window's clock. */
function TimeLeft({ entry: { storedAt, expiresAt } }: { readonly entry: CacheEntry }) {
  const seconds = useClock((now) => Math.max(0, Math.ceil((expiresAt - now) / 1_000)))
  const lifetime = Math.max(1, (expiresAt - storedAt) / 1_000)
  return (
    <span className="time-left" title={`Until ${formatExact(expiresAt)}`}>
      <span className="time-left-bar" aria-hidden="true">
        <i style={{ width: `${Math.min(100, (100 * seconds) / lifetime)}%` }} />
      </span>
      <span className="figures">{seconds < 1_000 ? `${seconds} s` : formatSpan(seconds * 1_000)}</span>
    </span>
  )
}
