import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import { TEST_CLIENT } from '../../../src-shared/contract/clients.ts'
import { formatExact, formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { Failed } from '../../components/Failed.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { go } from '../../state/location.ts'
import { sessionPath } from '../../state/paths.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { endLabel, OVER } from './session-labels.ts'

const SHOWN = 200
const ROW = 28
const HEAD = 26
const ROWS_IN_VIEW = 8

/** The open and the recently closed sessions. */
export function SessionsCard() {
  const list = useBridge('sessions.list', { limit: SHOWN }, { area: 'sessions' })
  const [selected, setSelected] = useState<string | null>(null)
  const narrow = useNarrow()
  const sessions = (list.data ?? []).filter(({ client }) => client !== TEST_CLIENT)
  const live = sessions.filter(({ endedAt }) => endedAt === null).length
  const columns = useMemo(() => columnsFor(narrow), [narrow])
  return (
    <section className="panel sessions" aria-label="Sessions" data-area="sessions" tabIndex={-1}>
      <header className="panel-head">
        <h2>Sessions</h2>
        <span className="secondary">{live === 0 ? 'none live' : `${formatNumber(live)} live`}</span>
      </header>
      {list.error && !list.data ? (
        <Failed
          title="The sessions could not be read"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : sessions.length === 0 ? (
        <p className="panel-empty">
          {list.data
            ? 'No session yet. A client opens one when it starts the server or calls the endpoint.'
            : ''}
        </p>
      ) : (
        <div
          className="sessions-rows"
          style={{ height: HEAD + ROW * Math.min(sessions.length, ROWS_IN_VIEW) }}
        >
          <DataTable
            label="Sessions"
            columns={columns}
            count={sessions.length}
            rowAt={(index) => sessions[index]}
            rowKey={({ id }) => id}
            selected={selected}
            onSelect={({ id }) => setSelected(id)}
            onOpen={({ id }) => go(sessionPath(id))}
          />
        </div>
      )}
    </section>
  )
}

const muted = ({ endedAt }: SessionRecord) => (endedAt === null ? undefined : 'tertiary')

function columnsFor(narrow: boolean): readonly Column<SessionRecord>[] {
  const all: readonly Column<SessionRecord>[] = [
    {
      id: 'client',
      head: 'Client',
      width: 'minmax(0, 1fr)',
      cell: (session) => <Client session={session} />,
    },
    {
      id: 'version',
      head: 'Version',
      width: '60px',
      cell: (session) => <span className={muted(session)}>{session.clientVersion ?? '–'}</span>,
    },
    {
      id: 'protocol',
      head: 'Protocol',
      width: '92px',
      cell: (session) => <span className="mono secondary">{session.protocolVersion ?? '–'}</span>,
    },
    {
      id: 'over',
      head: 'Over',
      width: '70px',
      cell: (session) => <span className={muted(session)}>{OVER[session.transport]}</span>,
    },
    {
      id: 'open',
      head: 'Open since',
      width: '72px',
      cell: (session) => (
        <span className="tertiary">
          <TimeAgo at={session.openedAt} />
        </span>
      ),
    },
    {
      id: 'calls',
      head: 'Calls',
      width: '48px',
      align: 'right',
      cell: (session) => (
        <span className={muted(session) ?? 'sessions-calls'}>{formatNumber(session.calls)}</span>
      ),
    },
    {
      id: 'last',
      head: 'Last',
      width: '48px',
      align: 'right',
      cell: ({ lastCallAt }) =>
        lastCallAt === null ? (
          <span className="tertiary">–</span>
        ) : (
          <span className="secondary">
            <TimeAgo at={lastCallAt} />
          </span>
        ),
    },
  ]
  return narrow ? all.filter(({ id }) => id !== 'version') : all
}

function Client({ session }: { readonly session: SessionRecord }) {
  const { id, client, clientVersion, pid, endedAt } = session
  const version = clientVersion === null ? '' : ` ${clientVersion}`
  const end = endLabel(session)
  const ended = endedAt === null ? '' : `, ended ${formatExact(endedAt)}`
  return (
    <span
      className={endedAt === null ? undefined : 'tertiary'}
      title={`${client ?? 'No name'}${version}, process ${pid}${ended}`}
    >
      <span className="session-dot dot" data-hollow={endedAt === null ? undefined : true} />
      <Link href={sessionPath(id)} className="session-link" tabIndex={-1}>
        {clientName(client)}
      </Link>
      {end === '' ? null : <span className="session-end">{end}</span>}
    </span>
  )
}
