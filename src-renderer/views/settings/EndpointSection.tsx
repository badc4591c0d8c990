import { Switch } from '@mantine/core'
import { useAppState } from '../../state/app-state.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingRow } from './SettingRow.tsx'
import { errorText, useSetting } from './use-setting.tsx'

/** Where clients that do not speak stdio find Plumbline. */
export function EndpointSection() {
  const chosen = useAppState((state) => state.settings.endpoint)
  const endpoint = useAppState((state) => state.endpoint)
  const port = useSetting()
  const webSocket = useSetting()
  const tcp = useSetting()
  const tcpPort = useSetting()
  const refused = errorText(port.error)
  return (
    <>
      <SettingRow
        label="Port"
        text="Loopback only. The next free one is taken when this one is not."
        error={refused ? `${refused} Still serving on ${endpoint.port}.` : endpoint.message}
      >
        <NumberField
          label="Port"
          value={chosen.port}
          width={84}
          failed={port.error !== null}
          disabled={port.blocked}
          onChange={(value) => port.save({ endpoint: { port: value } })}
        />
      </SettingRow>
      <SettingRow
        label="WebSocket"
        text={
          <>
            At <code>/mcp/ws</code>
          </>
        }
        error={errorText(webSocket.error)}
      >
        <Switch
          aria-label="WebSocket"
          checked={chosen.webSocket}
          disabled={webSocket.blocked}
          onChange={(event) => webSocket.save({ endpoint: { webSocket: event.currentTarget.checked } })}
        />
      </SettingRow>
      <SettingRow
        label="TCP"
        text={
          endpoint.tcpPort === null
            ? 'Messages as lines of JSON, for clients of your own.'
            : `Messages as lines of JSON, at 127.0.0.1:${endpoint.tcpPort}.`
        }
        error={errorText(tcp.error ?? tcpPort.error)}
      >
        <NumberField
          label="TCP port"
          value={chosen.tcpPort}
          width={84}
          failed={tcpPort.error !== null}
          disabled={tcpPort.blocked || !chosen.tcp}
          onChange={(value) => tcpPort.save({ endpoint: { tcpPort: value } })}
        />
        <Switch
          aria-label="TCP"
          checked={chosen.tcp}
          disabled={tcp.blocked}
          onChange={(event) => tcp.save({ endpoint: { tcp: event.currentTarget.checked } })}
        />
      </SettingRow>
    </>
  )
}
