import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatNumber } from '../../../src-shared/format.ts'
import { readNumber } from './read-number.ts'

/**
 * A number with its unit: `30 days`. It is given on with Enter or when the field is left; one that was refused stays in view.
 */
export function NumberField({
  label,
  value,
  unit = '',
  width,
  grouped = false,
  failed,
  disabled,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly unit?: string
  readonly width: number
  /** True: thousands are set apart. */
  readonly grouped?: boolean
  readonly failed: boolean
  readonly disabled: boolean
  /** NaN for what is no number. */
  readonly onChange: (value: number) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const inForce = `${grouped ? formatNumber(value) : value}${unit === '' ? '' : ` ${unit}`}`

  // Another value in force, from here or from elsewhere, takes the place of what was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value is what it waits for
  useEffect(() => setTyped(null), [value])

  function give(): void {
    if (typed === null) return
    const number = readNumber(typed, unit)
    if (number === value) setTyped(null)
    // The right one again also takes back what was said of the wrong one.
    if (number !== value || failed) onChange(number)
  }

  return (
    <TextInput
      aria-label={label}
      className="figures"
      inputMode="numeric"
      w={width}
      value={typed ?? inForce}
      error={failed && typed !== null}
      disabled={disabled}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={give}
      onKeyDown={(event) => {
        if (event.key === 'Enter') give()
        if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation()
          setTyped(null)
          if (failed) onChange(value)
        }
      }}
    />
  )
}
