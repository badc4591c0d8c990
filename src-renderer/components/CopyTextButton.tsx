import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from './use-copied.ts'

/** A button with a label that copies `text` and shows a tick. */
export function CopyTextButton({
  text,
  label = 'Copy',
  icon = true,
}: {
  readonly text: string
  readonly label?: string
  readonly icon?: boolean
}) {
  const [copied, copy] = useCopied()
  const Icon = copied ? IconCheck : IconCopy
  return (
    <Button
      size="xs"
      leftSection={icon ? <Icon size={14} stroke={1.5} /> : undefined}
      onClick={() => void copy(text)}
    >
      {copied ? 'Copied' : label}
    </Button>
  )
}
