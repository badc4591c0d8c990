import { useAppState } from '../../state/app-state.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingRow } from './SettingRow.tsx'
import { SettingSwitch, SwitchRow } from './SettingSwitch.tsx'
import { errorText, useSetting } from './use-setting.ts'

/** The ports and transports for clients that do not use stdio. */
export function EndpointSection() {
  const settings = useAppState((state) => state.settings.endpoint)
  const endpoint = useAppState((state) => state.endpoint)
  const port = useSetting()
  const tcp = useSetting()
  const tcpPort = useSetting()
  const portError = errorText(port.error)
  return (
    <>
      <SettingRow
        label="Port"
        text="Loopback only. The next free one is taken when this one is not."
        error={portError ? `${portError} Still serving on ${endpoint.port}.` : endpoint.message}
      >
        <NumberField
          label="Port"
          value={settings.port}
          width={84}
          setting={port}
          change={(value) => ({ endpoint: { port: value } })}
        />
      </SettingRow>
      <SwitchRow
        label="WebSocket"
        text={
          <>
            At <code>/mcp/ws</code>
          </>
        }
        checked={settings.webSocket}
        change={(webSocket) => ({ endpoint: { webSocket } })}
      />
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
          value={settings.tcpPort}
          width={84}
          setting={tcpPort}
          disabled={!settings.tcp}
          change={(value) => ({ endpoint: { tcpPort: value } })}
        />
        <SettingSwitch
          label="TCP"
          checked={settings.tcp}
          setting={tcp}
          change={(on) => ({ endpoint: { tcp: on } })}
        />
      </SettingRow>
    </>
  )
}
