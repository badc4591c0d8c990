import { TextInput } from '@mantine/core'
import { useState } from 'react'

/** A field whose value is normalised, such as trimmed. While it has the focus it shows what was typed. */
export function TypedField({
  id,
  value,
  placeholder = '',
  mono = false,
  autoFocus = false,
  onChange,
}: {
  readonly id: string
  readonly value: string
  readonly placeholder?: string
  readonly mono?: boolean
  readonly autoFocus?: boolean
  readonly onChange: (text: string) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      id={id}
      {...(mono ? { classNames: { input: 'mono' }, spellCheck: false } : {})}
      autoFocus={autoFocus}
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
