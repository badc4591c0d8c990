import type { ReactNode } from 'react'
import type { NamedFigures, RequestDetail, RequestRow } from '../../../src-shared/contract/activity.ts'
import { clientName } from '../../client-name.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { formatDate, formatMs, formatTimeMs } from '../../format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { TimeScale } from './TimeScale.tsx'

/** Who asked, when, by which protocol, what the cache did, and how long it took beside other calls of the tool. */
export function RequestFacts({
  row,
  detail,
  tool,
  spanWords,
  onSession,
}: {
  readonly row: RequestRow
  readonly detail: RequestDetail | null
  readonly tool: NamedFigures | undefined
  readonly spanWords: string
  readonly onSession: (session: string) => void
}) {
  const today = formatDate(row.at) === formatDate(Date.now())
  const id = detail?.rpcId
  return (
    <dl className="request-facts">
      <Fact name="When">
        <TimeAgo at={row.at} ago />, {today ? '' : `${formatDate(row.at)}, `}
        <span className="figures">{formatTimeMs(row.at)}</span>
      </Fact>
      <Fact name="Client">
        {clientName(row.client)} {row.clientVersion}, {row.transport},{' '}
        <button
          type="button"
          className="request-link"
          title="Show this session only"
          onClick={() => onSession(row.session)}
        >
          session {row.session.slice(0, 8)}
        </button>
      </Fact>
      <Fact name="Protocol">
        {[row.protocolVersion, row.method, id === null || id === undefined ? null : `id ${id}`]
          .filter((part) => part !== null)
          .join(', ')}
      </Fact>
      {row.tool === null ? null : (
        <Fact name="Cache">
          <CacheWords row={row} />
        </Fact>
      )}
      {row.message === null ? null : (
        <Fact name="Message">
          <span className="request-message">
            {row.code === null ? null : `${row.code} `}
            {row.message}
          </span>
        </Fact>
      )}
      <Fact name="Time">
        <span className="request-time figures">
          <span>{formatMs(row.micros)} ms</span>
          {tool ? <TimeScale micros={row.micros} p50={tool.p50} p95={tool.p95} /> : null}
        </span>
        {tool && tool.p50 !== null && tool.p95 !== null ? (
          <span className="request-times figures">
            {tool.name} {spanWords}: p50 {formatMs(tool.p50)}, p95 {formatMs(tool.p95)}
          </span>
        ) : null}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function CacheWords({ row: { cache, tool, status } }: { readonly row: RequestRow }) {
  const ttl = useAppState((state) => state.settings.cache.ttl)
  const on = useAppState((state) => state.settings.cache.enabled)
  if (cache === 'hit') return 'hit'
  if (cache === 'miss') return on ? `miss, kept for ${ttl} s` : 'miss'
  if (status === 'tool-error' || status === 'protocol-error') return 'bypass, failures are not kept'
  if (status === 'cancelled') return 'bypass'
  return on ? `bypass, ${tool} is as fast without` : 'bypass, the cache is off'
}
