import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { copyText } from './CopyButton.tsx'

/** A button with words that copies; a tick says that it is done. */
export function CopyTextButton({
  text,
  label = 'Copy',
  icon = true,
}: {
  readonly text: string
  readonly label?: string
  readonly icon?: boolean
}) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? IconCheck : IconCopy
  return (
    <Button
      size="xs"
      leftSection={icon ? <Icon size={14} stroke={1.5} /> : undefined}
      onClick={async () => setCopied(await copyText(text))}
    >
      {copied ? 'Copied' : label}
    </Button>
  )
}
