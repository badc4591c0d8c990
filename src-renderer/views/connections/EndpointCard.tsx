import { Button, Switch } from '@mantine/core'
import { CopyField } from '../../components/CopyField.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { EndpointSnippets } from './EndpointSnippets.tsx'
import { NewToken, TokenField } from './TokenField.tsx'
import { useToken } from './use-token.ts'

const STATES = {
  on: ['ok', 'On'],
  paused: ['warn', 'Paused'],
  failed: ['err', 'Failed'],
} as const

/** The addresses and the token for clients that do not use stdio. */
export function EndpointCard() {
  const endpoint = useAppState((state) => state.endpoint)
  const token = useToken()
  return (
    <section className="panel endpoint" aria-labelledby="endpoint-title" data-area="endpoint" tabIndex={-1}>
      <header className="endpoint-head">
        <h2 id="endpoint-title">HTTP endpoint</h2>
        <EndpointState />
      </header>
      {endpoint.message === null ? null : (
        <p className="endpoint-message" role="status">
          {endpoint.message}
        </p>
      )}
      <CopyField label="URL" value={`${endpoint.origin}/mcp`} />
      <TokenField token={token} />
      <Switches />
      {endpoint.tcpPort === null ? null : <CopyField label="TCP" value={`127.0.0.1:${endpoint.tcpPort}`} />}
      {endpoint.webSocket ? (
        <CopyField label="WS" value={`${endpoint.origin.replace(/^http/, 'ws')}/mcp/ws`} />
      ) : null}
      <EndpointSnippets token={token} />
    </section>
  )
}

function EndpointState() {
  const state = useAppState(({ endpoint }) => endpoint.state)
  const pause = useBridgeMutation('serving.pause')
  const [tone, word] = STATES[state]
  return (
    <span className="endpoint-state">
      {state === 'failed' ? null : (
        <Button
          size="xs"
          variant="transparent"
          className="text-button"
          disabled={pause.blocked}
          onClick={() => pause.mutate({ paused: state === 'on' })}
        >
          {state === 'on' ? 'Pause' : 'Resume'}
        </Button>
      )}
      <span className="client-state" data-tone={tone}>
        <span className="dot" data-hollow={state === 'paused' || undefined} />
        {word}
      </span>
    </span>
  )
}

function Switches() {
  const chosen = useAppState(({ settings }) => settings.endpoint)
  const change = useBridgeMutation('settings.change')
  return (
    <div className="endpoint-switches">
      <Switch
        label="WebSocket"
        checked={chosen.webSocket}
        disabled={change.blocked}
        onChange={(event) => change.mutate({ endpoint: { webSocket: event.currentTarget.checked } })}
      />
      <Switch
        label="TCP"
        checked={chosen.tcp}
        disabled={change.blocked}
        onChange={(event) => change.mutate({ endpoint: { tcp: event.currentTarget.checked } })}
      />
      <NewToken />
    </div>
  )
}
