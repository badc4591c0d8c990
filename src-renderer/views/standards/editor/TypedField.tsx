import { TextInput } from '@mantine/core'
import { useState } from 'react'

/** A field for a text that means something else when it is read: while one types, it keeps what was typed. */
export function TypedField({
  id,
  value,
  placeholder = '',
  disabled,
  mono = false,
  autoFocus = false,
  onChange,
}: {
  readonly id: string
  readonly value: string
  readonly placeholder?: string
  readonly mono?: boolean
  readonly autoFocus?: boolean
  readonly disabled: boolean
  readonly onChange: (text: string) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      id={id}
      {...(mono ? { classNames: { input: 'mono' }, spellCheck: false } : {})}
      autoFocus={autoFocus}
      disabled={disabled}
      placeholder={placeholder}
      value={typed ?? value}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(event.currentTarget.value)
      }}
    />
  )
}
