import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useKey } from '../state/use-keys.ts'
import { KeyHint } from './KeyHint.tsx'

/** Milliseconds of silence before a search is worth its while. */
const PAUSE = 120

/**
 * A field for words that narrow what the view shows; `/` goes to it, Escape empties it and then leaves it. `onChange` hears
 * of it after a short pause.
 */
export function SearchField({
  label,
  value,
  onChange,
  width,
  onDown,
}: {
  /** The placeholder and the name: `Search standards`. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly width?: number | string
  /** The arrow down or Enter: on to the results. */
  readonly onDown?: () => void
}) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const told = useRef(value)
  /** Views that are drawn again and again must not put it off. */
  const newest = useRef(onChange)
  useEffect(() => {
    newest.current = onChange
  })

  useKey('view.find', () => {
    field.current?.focus()
    field.current?.select()
  })
  // A value from outside (Clear filters, Back) wins over what was typed.
  useEffect(() => {
    if (value !== told.current) setText(value)
    told.current = value
  }, [value])
  useEffect(() => {
    if (text === told.current) return
    const timer = setTimeout(() => {
      told.current = text
      newest.current(text)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text])

  function clear(): void {
    setText('')
    told.current = ''
    onChange('')
  }

  return (
    <TextInput
      ref={field}
      aria-label={label}
      placeholder={label}
      value={text}
      w={width}
      leftSection={<IconSearch size={14} stroke={1.5} />}
      rightSection={
        text === '' ? (
          <KeyHint id="view.find" />
        ) : (
          <CloseButton size="xs" aria-label="Clear" onClick={clear} />
        )
      }
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          if (text === '') field.current?.blur()
          else clear()
        } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && onDown) {
          event.preventDefault()
          onDown()
        }
      }}
    />
  )
}
