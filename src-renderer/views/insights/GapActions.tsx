import { Button, Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import { KeyHint } from '../../components/KeyHint.tsx'

export interface GapActionsProps {
  readonly gap: NearGap
  readonly isSelected: boolean
  readonly narrow: boolean
  readonly online: boolean
  readonly write: (gap: NearGap) => void
  readonly dismiss: (gap: NearGap) => void
}

/** The buttons of a gap: dismiss it or bring it back, and write a standard for it. */
export function GapActions(props: GapActionsProps) {
  return (
    <span className="gap-actions">
      <DismissButton {...props} />
      <WriteButton {...props} />
    </span>
  )
}

function DismissButton({ gap, online, dismiss }: GapActionsProps) {
  if (gap.dismissed)
    return (
      <UnstyledButton className="gap-write" tabIndex={-1} disabled={!online} onClick={() => dismiss(gap)}>
        Bring back
      </UnstyledButton>
    )
  return (
    <Tooltip label="Dismiss (A)">
      <UnstyledButton
        className="gap-dismiss"
        tabIndex={-1}
        disabled={!online}
        aria-label={`Dismiss ${gap.question}`}
        onClick={() => dismiss(gap)}
      >
        <IconX size={14} stroke={1.5} />
      </UnstyledButton>
    </Tooltip>
  )
}

function WriteButton({ gap, isSelected, narrow, online, write }: GapActionsProps) {
  if (gap.answered)
    return (
      <span className="gap-answered">
        <IconCheck size={14} stroke={1.5} aria-hidden="true" /> Answered
      </span>
    )
  if (isSelected)
    return (
      <Button
        size="xs"
        variant="filled"
        tabIndex={-1}
        disabled={!online}
        rightSection={<KeyHint id="gap.write" />}
        onClick={() => write(gap)}
      >
        {narrow ? 'Write this' : 'Write this standard'}
      </Button>
    )
  return (
    <UnstyledButton
      className="gap-write"
      tabIndex={-1}
      disabled={!online}
      aria-label={`Write a standard for ${gap.question}`}
      onClick={() => write(gap)}
    >
      Write
    </UnstyledButton>
  )
}
