import { SegmentedControl, Switch } from '@mantine/core'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { SettingRow } from './SettingRow.tsx'
import { SwitchRow } from './SettingSwitch.tsx'
import { errorText, useSetting } from './use-setting.ts'

const THEMES: { readonly value: Settings['window']['theme']; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** Appearance and behaviour of the window. */
export function WindowSection() {
  const settings = useAppState((state) => state.settings.window)
  const isDesktop = useAppState((state) => state.host.name === 'electron')
  const canOpenAtLogin = useAppState((state) => state.host.can.openAtLogin)
  const opensAtLogin = useAppState((state) => state.host.opensAtLogin)
  const theme = useSetting()
  const openAtLogin = useBridgeMutation('app.openAtLogin')
  return (
    <>
      <SettingRow label="Theme" error={errorText(theme.error)}>
        <SegmentedControl
          aria-label="Theme"
          data={THEMES}
          value={settings.theme}
          disabled={theme.blocked}
          onChange={(value) => theme.save({ window: { theme: value } })}
        />
      </SettingRow>
      <SwitchRow
        label="Single letters as keys"
        text="Off: only keys with Ctrl, Alt or Command do something."
        checked={settings.letterKeys}
        change={(letterKeys) => ({ window: { letterKeys } })}
      />
      {isDesktop ? (
        <SwitchRow
          label="Notifications"
          text="When a client loses its entry, or a file has a new problem."
          checked={settings.notifications}
          change={(notifications) => ({ window: { notifications } })}
        />
      ) : null}
      {canOpenAtLogin ? (
        <SettingRow label="Open at login" text="Starts in the tray, without a window.">
          <Switch
            aria-label="Open at login"
            checked={opensAtLogin === true}
            disabled={openAtLogin.blocked}
            onChange={(event) => openAtLogin.mutate({ on: event.currentTarget.checked })}
          />
        </SettingRow>
      ) : null}
    </>
  )
}
