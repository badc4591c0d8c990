import { Progress, Tooltip, UnstyledButton } from '@mantine/core'
import { formatCount, formatNumber, formatSpan, formatTime, shortenPath } from '../../src-shared/format.ts'
import { KeyHint } from '../components/KeyHint.tsx'
import { useAppState, useHasAppState } from '../state/app-state.tsx'
import { useBridgeClient, useConnection } from '../state/bridge-context.tsx'
import { useClock } from '../state/clock.ts'
import { go } from '../state/location.ts'
import { Attention } from './Attention.tsx'
import { showKeys } from './KeysDialog.tsx'

/** The status line: the state of Plumbline, the library folder, the address of the endpoint and the sessions. */
export function StatusLine() {
  const connection = useConnection()
  const known = useHasAppState()
  return (
    <footer className="status-line" data-area="status" tabIndex={-1}>
      {connection.state === 'online' && known ? (
        <Serving />
      ) : connection.state === 'connecting' || connection.state === 'online' ? (
        <span className="status-part">Connecting</span>
      ) : (
        <Offline />
      )}
      <UnstyledButton className="status-part status-keys" onClick={showKeys}>
        Keys <KeyHint id="keys.show" />
      </UnstyledButton>
    </footer>
  )
}

function Serving() {
  const endpoint = useAppState((state) => state.endpoint)
  const library = useAppState((state) => state.library.library)
  const userHome = useAppState((state) => state.host.userHome)
  const sessions = useAppState((state) => state.counts.sessions)
  const indexing = useAppState((state) => {
    const { progress } = state.library
    return progress.state === 'indexing' && (progress.total === 0 || progress.done < progress.total)
  })
  return (
    <>
      <State />
      {indexing ? (
        <Indexing />
      ) : (
        <>
          <Tooltip label={library}>
            <button
              type="button"
              className="status-part status-button mono ellipsis"
              onClick={() => go('/settings')}
            >
              {shortenPath(library, userHome)}
            </button>
          </Tooltip>
          <Checked />
        </>
      )}
      <Attention />
      <span className="status-space" />
      {endpoint.state === 'on' ? (
        <button
          type="button"
          className="status-part status-button mono wide-only"
          onClick={() => go('/connections')}
        >
          {endpoint.origin.replace(/^https?:\/\//, '')}
        </button>
      ) : null}
      <button type="button" className="status-part status-button" onClick={() => go('/connections')}>
        {formatCount(sessions, 'session')}
      </button>
    </>
  )
}

/** The overall state. Of several problems only the most severe is shown. */
function State() {
  const endpoint = useAppState((state) => state.endpoint)
  const progress = useAppState((state) => state.library.progress)
  const activity = useAppState((state) => state.activity)
  const settingsProblem = useAppState((state) => state.settingsProblem)
  const [tone, word, why, to] =
    progress.state === 'missing'
      ? (['err', 'Folder missing', progress.message, '/settings'] as const)
      : progress.state === 'failed'
        ? (['err', 'Indexing failed', progress.message, '/errors'] as const)
        : progress.state === 'stalled'
          ? (['err', 'Indexing stalled', progress.message, '/errors'] as const)
          : settingsProblem !== null
            ? (['err', 'Settings file broken', settingsProblem, '/settings'] as const)
            : activity.state !== 'ok'
              ? (['err', 'Activity not written', activity.message, '/activity'] as const)
              : endpoint.state === 'failed'
                ? (['err', 'Endpoint failed', endpoint.message, '/connections'] as const)
                : endpoint.state === 'paused'
                  ? ([
                      'warn',
                      'Paused',
                      'HTTP clients are rejected until you resume.',
                      '/connections',
                    ] as const)
                  : (['ok', 'Serving', endpoint.message, '/connections'] as const)
  return (
    <Tooltip label={why} disabled={!why} multiline maw={360}>
      <button
        type="button"
        className="status-part status-button status-state"
        data-tone={tone}
        onClick={() => go(to)}
      >
        <span className="dot" data-hollow={tone === 'warn' || undefined} />
        <span>{word}</span>
      </button>
    </Tooltip>
  )
}

function Indexing() {
  const done = useAppState((state) => state.library.progress.done)
  const total = useAppState((state) => state.library.progress.total)
  const remaining = useAppState((state) => state.remaining)
  if (total === 0) return <span className="status-part">Counting files</span>
  return (
    <>
      <span className="status-part figures">
        Indexing {formatNumber(done)} of {formatNumber(total)}
      </span>
      <Progress
        className="status-bar"
        value={(100 * done) / total}
        size={4}
        radius="xs"
        aria-label={`Indexing, ${formatNumber(done)} of ${formatNumber(total)}`}
      />
      {remaining === null ? null : (
        <span className="status-part figures wide-only">{formatSpan(remaining + 999)} left</span>
      )}
    </>
  )
}

function Checked() {
  const standards = useAppState((state) => state.library.standards)
  const checkedAt = useAppState((state) => state.library.progress.checkedAt)
  const ago = useClock((now) => (checkedAt === null ? '' : formatSpan(now - checkedAt)))
  return (
    <span className="status-part figures wide-only">
      {formatCount(standards, 'standard')}
      {ago === '' ? null : `, checked ${ago} ago`}
    </span>
  )
}

function Offline() {
  const bridge = useBridgeClient()
  const connection = useConnection()
  const retryAt = connection.state === 'offline' ? connection.retryAt : null
  const wait = useClock((now) => (retryAt === null ? '' : formatSpan(Math.max(1_000, retryAt - now + 999))))
  return (
    <>
      <span role="status" className="status-part status-state" data-tone="err">
        <span className="dot" />
        <span>Not connected</span>
      </span>
      {connection.state === 'refused' ? (
        <span className="status-part">
          The token is not valid any more. Start Plumbline again (`plumbline start`): it prints the address
          with the new one.
        </span>
      ) : (
        <>
          <span className="status-part figures">
            {wait === '' ? 'Trying now' : `Trying again in ${wait}`}
          </span>
          <button
            type="button"
            className="status-part status-button status-link"
            onClick={() => bridge.retryNow()}
          >
            Try now
          </button>
        </>
      )}
      <span className="status-space" />
      {connection.state === 'offline' && connection.lastAt !== null ? (
        <span className="status-part figures">Last update {formatTime(connection.lastAt)}</span>
      ) : null}
    </>
  )
}
