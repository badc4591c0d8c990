import { TextInput } from '@mantine/core'
import { useState } from 'react'

/** A field for a text that means something else when it is read: while one types, it keeps what was typed. */
export function TypedField({
  id,
  value,
  placeholder,
  disabled,
  onChange,
}: {
  readonly id: string
  readonly value: string
  readonly placeholder: string
  readonly disabled: boolean
  readonly onChange: (text: string) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      id={id}
      classNames={{ input: 'mono' }}
      disabled={disabled}
      spellCheck={false}
      placeholder={placeholder}
      value={typed ?? value}
      onFocus={() => setTyped(value)}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(event.currentTarget.value)
      }}
    />
  )
}
