import type { NamedFigures, RequestRow } from '../../../src-shared/contract/activity.ts'
import { formatBytes, formatMs } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import type { Column } from '../../components/DataTable.tsx'
import { StatusIcon, statusColor, statusWord } from '../../components/StatusIcon.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { isSlow } from './use-figures.ts'

/** The width of the table: `wide`, `narrow` in a small window, `drawer` beside the drawer, `tight` beside it in a small window. */
export type TableLayout = 'wide' | 'narrow' | 'drawer' | 'tight'

/** The columns of the requests that fit into the layout. */
export function activityColumns(
  layout: TableLayout,
  tools: ReadonlyMap<string, NamedFigures>,
): readonly Column<RequestRow>[] {
  const isWide = layout === 'wide'
  const isBesideDrawer = layout === 'drawer' || layout === 'tight'
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
    layout === 'tight'
      ? null
      : {
          id: 'client',
          head: 'Client',
          width: isWide ? '108px' : '104px',
          cell: (row) => (
            <span className="secondary" title={row.client ?? undefined}>
              {clientName(row.client)}
            </span>
          ),
        },
    {
      id: 'tool',
      head: 'Tool',
      width: isWide ? '126px' : '122px',
      cell: (row) => (
        <code className={row.tool === null ? 'secondary' : undefined}>{row.tool ?? row.method}</code>
      ),
    },
    {
      id: 'asked',
      head: 'Asked',
      width: 'minmax(60px, 1fr)',
      cell: (row) => <span title={row.question}>{row.question}</span>,
    },
    {
      id: 'answer',
      head: isBesideDrawer ? <span className="unseen">Answer</span> : 'Answer',
      width: isBesideDrawer ? '16px' : isWide ? '226px' : '196px',
      cell: (row) => (isBesideDrawer ? <StatusIcon status={row.status} alone /> : <Answer row={row} />),
    },
    isWide
      ? {
          id: 'cache',
          head: 'Cache',
          width: '46px',
          cell: (row) => <CacheLabel row={row} />,
        }
      : null,
    {
      id: 'time',
      head: 'Time ms',
      width: isWide ? '56px' : '52px',
      align: 'right',
      cell: (row) => (
        <span className={isSlow(row.micros, tools.get(row.tool ?? '')) ? 'activity-slow' : 'secondary'}>
          {formatMs(row.micros)}
        </span>
      ),
    },
    isWide
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

/** The status icon, and a summary of the answer. */
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

/** The cache state of a tool call; nothing for calls without an answer and for other messages, which are not cached. */
function CacheLabel({ row: { tool, cache, status } }: { readonly row: RequestRow }) {
  if (tool === null || status === 'cancelled' || status === 'protocol-error') return null
  return <span className={cache === 'hit' ? undefined : 'tertiary'}>{cache}</span>
}
