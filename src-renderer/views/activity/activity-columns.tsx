import type { NamedFigures, RequestRow } from '../../../src-shared/contract/activity.ts'
import { clientName } from '../../client-name.ts'
import type { Column } from '../../components/DataTable.tsx'
import { StatusIcon, statusColor, statusWord } from '../../components/StatusIcon.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { formatBytes, formatMs } from '../../format.ts'
import { isSlow } from './use-figures.ts'

/** How much room the table has: all of the view, a small window, or what the drawer leaves of it. */
export type Room = 'wide' | 'narrow' | 'drawer' | 'tight'

/** The columns of the log, as many as there is room for. */
export function columnsFor(
  room: Room,
  times: ReadonlyMap<string, NamedFigures>,
): readonly Column<RequestRow>[] {
  const wide = room === 'wide'
  const beside = room === 'drawer' || room === 'tight'
  const columns: (Column<RequestRow> | null)[] = [
    {
      id: 'when',
      head: 'When',
      width: '46px',
      cell: (row) => (
        <span className="secondary">
          <TimeAgo at={row.at} />
        </span>
      ),
    },
    room === 'tight'
      ? null
      : {
          id: 'client',
          head: 'Client',
          width: wide ? '108px' : '104px',
          cell: (row) => (
            <span className="secondary" title={row.client ?? undefined}>
              {clientName(row.client)}
            </span>
          ),
        },
    {
      id: 'tool',
      head: 'Tool',
      width: wide ? '126px' : '122px',
      cell: (row) => (
        <code className={row.tool === null ? 'secondary' : undefined}>{row.tool ?? row.method}</code>
      ),
    },
    {
      id: 'asked',
      head: 'Asked',
      width: 'minmax(60px, 1fr)',
      cell: (row) => <span title={row.asked}>{row.asked}</span>,
    },
    {
      id: 'answer',
      head: beside ? <span className="unseen">Answer</span> : 'Answer',
      width: beside ? '16px' : wide ? '226px' : '196px',
      cell: (row) => (beside ? <StatusIcon status={row.status} alone /> : <Answer row={row} />),
    },
    wide
      ? {
          id: 'cache',
          head: 'Cache',
          width: '46px',
          cell: (row) => <CacheWord row={row} />,
        }
      : null,
    {
      id: 'time',
      head: 'Time ms',
      width: wide ? '56px' : '52px',
      align: 'right',
      cell: (row) => (
        <span className={isSlow(row.micros, times.get(row.tool ?? '')) ? 'activity-slow' : 'secondary'}>
          {formatMs(row.micros)}
        </span>
      ),
    },
    wide
      ? {
          id: 'size',
          head: 'Size',
          width: '58px',
          align: 'right',
          cell: (row) => <span className="secondary">{formatBytes(row.bytes)}</span>,
        }
      : null,
  ]
  return columns.filter((column) => column !== null)
}

/** A status icon, and what came back. */
function Answer({ row: { status, summary, message } }: { readonly row: RequestRow }) {
  return (
    <span
      className="activity-answer"
      style={{ color: statusColor(status) }}
      title={message ?? (summary === '' ? statusWord(status) : summary)}
    >
      <StatusIcon status={status} />
      <span className="ellipsis">{summary === '' ? statusWord(status) : summary}</span>
    </span>
  )
}

/** Only what is a tool's answer can come from the cache. */
function CacheWord({ row: { tool, cache, status } }: { readonly row: RequestRow }) {
  if (tool === null || status === 'cancelled' || status === 'protocol-error') return null
  return <span className={cache === 'hit' ? undefined : 'tertiary'}>{cache}</span>
}
