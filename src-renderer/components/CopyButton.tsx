import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from './use-copied.ts'

/** Copies `text`, or its result when it is a function, and shows a tick. */
export function CopyButton({
  text,
  label = 'Copy',
  size = 'xs',
}: {
  readonly text: string | (() => string)
  readonly label?: string
  readonly size?: 'xs' | 'sm'
}) {
  const [copied, copy] = useCopied()
  return (
    <Tooltip label={copied ? 'Copied' : label}>
      <ActionIcon
        size={size}
        aria-label={copied ? 'Copied' : label}
        onClick={(event) => {
          event.stopPropagation()
          void copy(typeof text === 'string' ? text : text())
        }}
      >
        {copied ? <IconCheck size={14} stroke={1.5} /> : <IconCopy size={14} stroke={1.5} />}
      </ActionIcon>
    </Tooltip>
  )
}
