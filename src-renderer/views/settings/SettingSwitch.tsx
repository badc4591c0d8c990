import { Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SettingsChange } from '../../../src-shared/contract/settings.ts'
import { SettingRow } from './SettingRow.tsx'
import { errorText, type Setting, useSetting } from './use-setting.ts'

interface SettingSwitchProps {
  readonly label: string
  readonly checked: boolean
  /** The change to write when the switch is pressed. */
  readonly change: (checked: boolean) => SettingsChange
}

/** A switch that writes a setting. */
export function SettingSwitch({
  label,
  checked,
  change,
  setting,
}: SettingSwitchProps & { readonly setting: Setting }) {
  return (
    <Switch
      aria-label={label}
      checked={checked}
      disabled={setting.blocked}
      onChange={(event) => setting.save(change(event.currentTarget.checked))}
    />
  )
}

/** A row whose only control is a switch. */
export function SwitchRow({ text, ...props }: SettingSwitchProps & { readonly text: ReactNode }) {
  const setting = useSetting()
  return (
    <SettingRow label={props.label} text={text} error={errorText(setting.error)}>
      <SettingSwitch {...props} setting={setting} />
    </SettingRow>
  )
}
