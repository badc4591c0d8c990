import { TextInput, Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useAppState } from '../../state/app-state.tsx'
import { readTtl } from './read-ttl.ts'

/** How long an answer is kept. Enter or leaving the field takes it; a wrong value stays in view and the old one works on. */
export function TtlField({
  onChange,
  disabled,
}: {
  readonly onChange: (seconds: number) => Promise<unknown>
  readonly disabled: boolean
}) {
  const ttl = useAppState((state) => state.settings.cache.ttl)
  const [text, setText] = useState(`${ttl} s`)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    setText(`${ttl} s`)
    setError(null)
  }, [ttl])

  function take(): void {
    const read = readTtl(text)
    if ('wrong' in read) {
      setError(read.wrong)
      return
    }
    setError(null)
    setText(`${read.seconds} s`)
    // A failure is told in a toast.
    if (read.seconds !== ttl) onChange(read.seconds).catch(() => setText(`${ttl} s`))
  }

  return (
    <div className="cache-ttl">
      <span aria-hidden="true">Keep answers for</span>
      <Tooltip label={error} disabled={error === null} opened={error !== null} position="bottom" color="red">
        <TextInput
          w={84}
          aria-label="Keep answers for"
          aria-invalid={error !== null}
          value={text}
          error={error !== null}
          disabled={disabled}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
            if (event.key === 'Escape') {
              event.preventDefault()
              setText(`${ttl} s`)
              setError(null)
            }
          }}
        />
      </Tooltip>
    </div>
  )
}
