import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatCount } from '../../../../src-shared/format.ts'
import type { Mode } from './use-mode.ts'

const MODES: readonly { readonly value: Mode; readonly label: string }[] = [
  { value: 'write', label: 'Write' },
  { value: 'both', label: 'Both' },
  { value: 'preview', label: 'Preview' },
]

/** The bar above the form: back, the file, the number of problems, what to show, and actions. */
export function EditorBar({
  head,
  actions,
  problemCount,
  mode,
  narrow,
  onMode,
  onBack,
}: {
  readonly head: ReactNode
  readonly actions: ReactNode
  readonly problemCount: number
  readonly mode: Mode
  /** True: there is no room for text and preview side by side. */
  readonly narrow: boolean
  readonly onMode: (mode: Mode) => void
  readonly onBack: () => void
}) {
  return (
    <header className="view-bar editor-bar">
      <Tooltip label="Back to reading">
        <ActionIcon aria-label="Back to reading" onClick={onBack}>
          <IconArrowLeft size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      {head}
      {problemCount === 0 ? null : (
        <span className="editor-state" data-tone="warn">
          <IconAlertTriangle size={14} stroke={1.5} /> {formatCount(problemCount, 'problem')}
        </span>
      )}
      <div className="bar-actions">
        <SegmentedControl
          aria-label="What to show"
          data={MODES.filter(({ value }) => !narrow || value !== 'both').map((choice) => ({ ...choice }))}
          value={mode}
          onChange={onMode}
        />
        {actions}
      </div>
    </header>
  )
}
