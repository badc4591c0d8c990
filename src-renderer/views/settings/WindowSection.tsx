import { SegmentedControl, Switch } from '@mantine/core'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { SettingRow } from './SettingRow.tsx'
import { errorText, useSetting } from './use-setting.tsx'

const THEMES: readonly { readonly value: Settings['window']['theme']; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** How the window looks and behaves. */
export function WindowSection() {
  const chosen = useAppState((state) => state.settings.window)
  const isDesktop = useAppState((state) => state.host.name === 'electron')
  const canOpen = useAppState((state) => state.host.can.openAtLogin)
  const opens = useAppState((state) => state.host.opensAtLogin)
  const theme = useSetting()
  const letters = useSetting()
  const tells = useSetting()
  const login = useBridgeMutation('app.openAtLogin')
  return (
    <>
      <SettingRow label="Theme" error={errorText(theme.error)}>
        <SegmentedControl
          aria-label="Theme"
          data={[...THEMES]}
          value={chosen.theme}
          disabled={theme.blocked}
          onChange={(value) => theme.save({ window: { theme: value as Settings['window']['theme'] } })}
        />
      </SettingRow>
      <SettingRow
        label="Single letters as keys"
        text="Off: only keys with Ctrl, Alt or Command do something."
        error={errorText(letters.error)}
      >
        <Switch
          aria-label="Single letters as keys"
          checked={chosen.letterKeys}
          disabled={letters.blocked}
          onChange={(event) => letters.save({ window: { letterKeys: event.currentTarget.checked } })}
        />
      </SettingRow>
      {isDesktop ? (
        <SettingRow
          label="Notifications"
          text="When a client loses its entry, or a file has a new problem."
          error={errorText(tells.error)}
        >
          <Switch
            aria-label="Notifications"
            checked={chosen.notifications}
            disabled={tells.blocked}
            onChange={(event) => tells.save({ window: { notifications: event.currentTarget.checked } })}
          />
        </SettingRow>
      ) : null}
      {canOpen ? (
        <SettingRow label="Open at login" text="Starts in the tray, without a window.">
          <Switch
            aria-label="Open at login"
            checked={opens === true}
            disabled={login.blocked}
            onChange={(event) => login.mutate({ on: event.currentTarget.checked })}
          />
        </SettingRow>
      ) : null}
    </>
  )
}
