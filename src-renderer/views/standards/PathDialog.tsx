import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { CallError } from '../../bridge/bridge.ts'
import { useOnline } from '../../state/bridge-context.tsx'
import { stemRange } from './copy-path.ts'

/** Asks for a path in the library. An error of the host is shown below the field. */
export function PathDialog({
  action,
  path,
  onPath,
  onClose,
}: {
  /** The verb on the button. */
  readonly action: string
  readonly path: string
  /** Rejects when the path cannot be used. */
  readonly onPath: (path: string) => Promise<void>
  readonly onClose: () => void
}) {
  const field = useRef<HTMLInputElement>(null)
  const online = useOnline()
  const [value, setValue] = useState(path)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    const { start, stop } = stemRange(path)
    field.current?.focus()
    field.current?.setSelectionRange(start, stop)
  }, [path])

  async function submit(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      await onPath(value.trim())
      onClose()
    } catch (failure) {
      setError(failure instanceof CallError ? `${failure.message} ${failure.remedy}` : String(failure))
      setBusy(false)
      field.current?.focus()
    }
  }

  return (
    <form
      className="path-dialog"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy && value.trim() !== '') void submit()
      }}
    >
      <TextInput
        ref={field}
        data-autofocus
        label="Path in the library"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={value}
        error={error}
        onChange={(event) => {
          setValue(event.currentTarget.value)
          setError(null)
        }}
      />
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={busy} disabled={!online || value.trim() === ''}>
          {action}
        </Button>
      </div>
    </form>
  )
}
