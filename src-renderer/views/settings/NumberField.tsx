import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { SettingsChange } from '../../../src-shared/contract/settings.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { readNumber } from './read-number.ts'
import type { Setting } from './use-setting.ts'

/**
 * A number setting with its unit: `30 days`. It is written with Enter or when the field loses the focus. A rejected value stays in
 * the field.
 */
export function NumberField({
  label,
  value,
  unit = '',
  width,
  grouped = false,
  setting,
  disabled = false,
  change,
}: {
  readonly label: string
  readonly value: number
  readonly unit?: string
  /** Pixels. */
  readonly width: number
  /** True: thousands are separated. */
  readonly grouped?: boolean
  readonly setting: Setting
  readonly disabled?: boolean
  /** The change to write; its value is NaN when the text is no number. */
  readonly change: (value: number) => SettingsChange
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const savedText = `${grouped ? formatNumber(value) : value}${unit === '' ? '' : ` ${unit}`}`
  const failed = setting.error !== null

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the saved value changes, here or elsewhere.
  useEffect(() => setTyped(null), [value])

  function save(): void {
    if (typed === null) return
    const number = readNumber(typed, unit)
    if (number === value) setTyped(null)
    // Writing the saved value again clears the error of a rejected one.
    if (number !== value || failed) setting.save(change(number))
  }

  return (
    <TextInput
      aria-label={label}
      className="figures"
      inputMode="numeric"
      w={width}
      value={typed ?? savedText}
      error={failed && typed !== null}
      disabled={disabled || setting.blocked}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
        if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation()
          setTyped(null)
          if (failed) setting.save(change(value))
        }
      }}
    />
  )
}
