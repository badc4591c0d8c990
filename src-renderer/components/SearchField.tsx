import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useKey } from '../state/use-keys.ts'
import { KeyHint } from './KeyHint.tsx'

/** Milliseconds without typing after which `onChange` is called. */
const PAUSE = 120

/**
 * The search field of a view. `/` focuses it; Escape empties it, then leaves it. `onChange` is called after a short pause in
 * typing.
 */
export function SearchField({
  label,
  value,
  onChange,
  width,
  onDown,
}: {
  /** Placeholder and name for screen readers: `Search standards`. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly width?: number | string
  /** Called for the arrow down and Enter, to focus the results. */
  readonly onDown?: () => void
}) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  /** The last value that the parent has. */
  const reported = useRef(value)
  /** A ref, so that a rendering of the view does not restart the pause. */
  const newest = useRef(onChange)
  useEffect(() => {
    newest.current = onChange
  })

  useKey('view.find', () => {
    field.current?.focus()
    field.current?.select()
  })
  // A new value of the parent (Clear filters, Back) replaces what was typed.
  useEffect(() => {
    if (value !== reported.current) setText(value)
    reported.current = value
  }, [value])
  useEffect(() => {
    if (text === reported.current) return
    const timer = setTimeout(() => {
      reported.current = text
      newest.current(text)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text])

  function clear(): void {
    setText('')
    reported.current = ''
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
