import { TextInput, Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useAppState } from '../../state/app-state.tsx'
import { parseTtl } from './parse-ttl.ts'

/** The field for how long responses are cached. Enter or leaving the field applies the value, unless it is invalid. */
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

  function apply(): void {
    const parsed = parseTtl(text)
    if ('error' in parsed) {
      setError(parsed.error)
      return
    }
    setError(null)
    setText(`${parsed.seconds} s`)
    // The caller shows a failure in a toast.
    if (parsed.seconds !== ttl) onChange(parsed.seconds).catch(() => setText(`${ttl} s`))
  }

  return (
    <div className="cache-ttl">
      <span aria-hidden="true">Cache responses for</span>
      <Tooltip label={error} disabled={error === null} opened={error !== null} position="bottom" color="red">
        <TextInput
          w={84}
          aria-label="Cache responses for"
          aria-invalid={error !== null}
          value={text}
          error={error !== null}
          disabled={disabled}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === 'Enter') apply()
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
