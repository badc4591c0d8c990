import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TimeSpan } from './figure-spans.ts'

/** Asks for the two times of a span. Drawing a span in a chart needs a pointer; this is the way by keyboard. */
export function BetweenDialog({
  opened,
  initial,
  onClose,
  onChoose,
}: {
  readonly opened: boolean
  /** The times that are entered at first. */
  readonly initial: TimeSpan
  readonly onClose: () => void
  readonly onChoose: (span: TimeSpan) => void
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Between two times" size={400}>
      {opened ? <Form initial={initial} onClose={onClose} onChoose={onChoose} /> : null}
    </Modal>
  )
}

function Form({
  initial,
  onClose,
  onChoose,
}: {
  readonly initial: TimeSpan
  readonly onClose: () => void
  readonly onChoose: (span: TimeSpan) => void
}) {
  const [from, setFrom] = useState(() => fieldValue(initial.from))
  const [to, setTo] = useState(() => fieldValue(initial.to))
  const span = { from: new Date(from).getTime(), to: new Date(to).getTime() }
  const error = errorOf(span)
  return (
    <form
      className="between-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (error !== null) return
        onChoose(span)
        onClose()
      }}
    >
      <TextInput
        type="datetime-local"
        step={1}
        label="From"
        value={from}
        data-autofocus
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        step={1}
        label="To"
        value={to}
        error={error}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className="between-buttons">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={error !== null}>
          Show
        </Button>
      </div>
    </form>
  )
}

function errorOf({ from, to }: TimeSpan): string | null {
  if (Number.isNaN(from) || Number.isNaN(to)) return 'Enter both times.'
  return from < to ? null : 'It must be later than the first time.'
}

/** The value of a `datetime-local` field, in local time: `2026-11-20T14:32:07`. */
function fieldValue(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
