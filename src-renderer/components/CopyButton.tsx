import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { toastFailure } from './toasts.tsx'

/** Puts a text into the clipboard; false when the browser does not let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    toastFailure({
      code: 'clipboard',
      message: 'The clipboard could not be written.',
      remedy: 'Allow it for this page, or select the text and copy it.',
    })
    return false
  }
}

/** Copies `text`, or what it makes when it is pressed; a tick says that it is done. */
export function CopyButton({
  text,
  label = 'Copy',
  size = 'xs',
}: {
  readonly text: string | (() => string)
  readonly label?: string
  readonly size?: 'xs' | 'sm'
}) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Tooltip label={copied ? 'Copied' : label}>
      <ActionIcon
        size={size}
        aria-label={copied ? 'Copied' : label}
        onClick={async (event) => {
          event.stopPropagation()
          setCopied(await copyText(typeof text === 'string' ? text : text()))
        }}
      >
        {copied ? <IconCheck size={14} stroke={1.5} /> : <IconCopy size={14} stroke={1.5} />}
      </ActionIcon>
    </Tooltip>
  )
}
