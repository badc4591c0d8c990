import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'

interface Times {
  readonly from: number
  readonly to: number
}

/** A span by its two times, for the keyboard and for those who know them; the charts take one by drawing. */
export function BetweenDialog({
  opened,
  start,
  onClose,
  onChoose,
}: {
  readonly opened: boolean
  /** What the fields hold at first. */
  readonly start: Times
  readonly onClose: () => void
  readonly onChoose: (times: Times) => void
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Between two times" size={400}>
      {opened ? <Form start={start} onClose={onClose} onChoose={onChoose} /> : null}
    </Modal>
  )
}

function Form({
  start,
  onClose,
  onChoose,
}: {
  readonly start: Times
  readonly onClose: () => void
  readonly onChoose: (times: Times) => void
}) {
  const [from, setFrom] = useState(() => fieldValue(start.from))
  const [to, setTo] = useState(() => fieldValue(start.to))
  const times = { from: new Date(from).getTime(), to: new Date(to).getTime() }
  const wrong = Number.isNaN(times.from) || Number.isNaN(times.to) ? 'Give both times.' : null
  const order = times.from >= times.to ? 'It has to be after the first one.' : null
  return (
    <form
      className="between-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong !== null || order !== null) return
        onChoose(times)
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
        error={wrong ?? order}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className="between-buttons">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={wrong !== null || order !== null}>
          Show
        </Button>
      </div>
    </form>
  )
}

/** Local time as the field takes it: `2026-11-20T14:32:07`. */
function fieldValue(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
