import type { ReactNode } from 'react'
import type { NamedFigures, RequestDetail } from '../../../src-shared/contract/activity.ts'
import { formatDate, formatMs, formatNumber, formatTimeMs } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { useAppState } from '../../state/app-state.tsx'

/** Time, client, protocol, cache state and message of a request, and its duration compared with other calls of its tool. */
export function RequestFacts({
  detail,
  tool,
  spanPhrase,
  onSession,
}: {
  readonly detail: RequestDetail
  readonly tool: NamedFigures | undefined
  /** The span of the tool's figures: `this hour`. */
  readonly spanPhrase: string
  readonly onSession: (session: string) => void
}) {
  const date = formatDate(detail.at)
  const isToday = date === formatDate(Date.now())
  return (
    <dl className="request-facts">
      <Fact name="When">
        <TimeAgo at={detail.at} ago />, {isToday ? '' : `${date}, `}
        <span className="figures">{formatTimeMs(detail.at)}</span>
      </Fact>
      <Fact name="Client">
        {clientName(detail.client)} {detail.clientVersion}, {detail.transport},{' '}
        <button
          type="button"
          className="request-link"
          title="Show this session only"
          onClick={() => onSession(detail.session)}
        >
          session {detail.session.slice(0, 8)}
        </button>
      </Fact>
      <Fact name="Protocol">
        {[detail.protocolVersion, detail.method, detail.rpcId === null ? null : `id ${detail.rpcId}`]
          .filter((part) => part !== null)
          .join(', ')}
      </Fact>
      {detail.tool === null ? null : (
        <Fact name="Cache">
          <CacheFact detail={detail} />
        </Fact>
      )}
      {detail.message === null ? null : (
        <Fact name="Message">
          <span className="request-message">
            {detail.code === null ? null : `${detail.code} `}
            {detail.message}
          </span>
        </Fact>
      )}
      <Fact name="Time">
        <span className="request-time figures">
          <span>{formatMs(detail.micros)} ms</span>
          {tool ? <TimeScale micros={detail.micros} p50={tool.p50} p95={tool.p95} /> : null}
        </span>
        {tool && tool.p50 !== null && tool.p95 !== null ? (
          <span className="request-times figures">
            {tool.name} {spanPhrase}: p50 {formatMs(tool.p50)}, p95 {formatMs(tool.p95)}
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

/** The cache state of a tool call, and its reason. */
function CacheFact({ detail: { cache, tool, status } }: { readonly detail: RequestDetail }) {
  const ttl = useAppState((state) => state.settings.cache.ttl)
  const isEnabled = useAppState((state) => state.settings.cache.enabled)
  if (cache === 'hit') return 'hit'
  if (cache === 'miss') return isEnabled ? `miss, now cached for ${formatNumber(ttl)} s` : 'miss'
  if (status === 'tool-error' || status === 'protocol-error') return 'bypass, failures are not cached'
  if (status === 'cancelled') return 'bypass'
  return isEnabled ? `bypass, ${tool} is as fast without the cache` : 'bypass, the cache is off'
}

/** A duration on a scale with the median and the 95th percentile of its tool, all in microseconds. */
function TimeScale({
  micros,
  p50,
  p95,
}: {
  readonly micros: number
  readonly p50: number | null
  readonly p95: number | null
}) {
  if (p50 === null || p95 === null) return null
  const end = Math.max(p95 * 1.25, micros * 1.04, 1)
  const positionOf = (value: number): string => `${(100 * value) / end}%`
  return (
    <span
      className="time-scale"
      role="img"
      aria-label={`${formatMs(micros)} ms, p50 ${formatMs(p50)}, p95 ${formatMs(p95)}`}
    >
      <i style={{ left: positionOf(p50) }} />
      <i style={{ left: positionOf(p95) }} />
      <b style={{ left: positionOf(micros) }} />
    </span>
  )
}
