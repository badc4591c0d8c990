import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconList, IconPencil } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useState } from 'react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { formatCount } from '../../../src-shared/format.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { KeyHint } from '../../components/KeyHint.tsx'
import { PathLabel } from './PathLabel.tsx'
import { StandardMenu } from './StandardMenu.tsx'
import { useHitWalk } from './use-hit-walk.ts'
import { useStandardActions } from './use-standard-actions.ts'

/** The path of the standard, the search hits in it, and its actions. */
export function ReaderBar({
  view,
  leaving,
  words,
  next,
  scroller,
  side,
}: {
  readonly view: StandardView
  /** True while another standard is being loaded: this one cannot be changed any more. */
  readonly leaving: boolean
  readonly words: string
  readonly next: () => string | null
  readonly scroller: RefObject<HTMLElement | null>
  /** Outline and facts for a popover; `null` when they are shown beside the document. */
  readonly side: ReactNode
}) {
  const actions = useStandardActions(view, leaving, next)
  const [sideOpen, setSideOpen] = useState(false)
  const hits = useHitWalk(scroller, words, view)
  return (
    <header className="reader-bar">
      <PathLabel id={view.id} />
      <div className="bar-actions">
        {words === '' ? null : (
          <span className="reader-hits figures">
            <span role="status">
              {hits.current === null
                ? formatCount(hits.count, 'hit')
                : `${hits.current + 1} of ${formatCount(hits.count, 'hit')}`}
            </span>
            <Tooltip label="Hit before">
              <ActionIcon
                size="xs"
                variant="default"
                aria-label="Hit before"
                disabled={hits.count === 0}
                onClick={() => hits.walk(-1)}
              >
                <IconArrowUp size={14} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Next hit">
              <ActionIcon
                size="xs"
                variant="default"
                aria-label="Next hit"
                disabled={hits.count === 0}
                onClick={() => hits.walk(1)}
              >
                <IconArrowDown size={14} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
          </span>
        )}
        <Button
          leftSection={<IconPencil size={14} stroke={1.75} />}
          rightSection={<KeyHint id="standards.edit" />}
          onClick={actions.edit}
        >
          Edit
        </Button>
        <CopyButton size="sm" label="Copy the text" text={view.text} />
        {side === null ? null : (
          <Popover position="bottom-end" width={220} opened={sideOpen} onChange={setSideOpen}>
            <Popover.Target>
              <Tooltip label="Outline and facts" disabled={sideOpen}>
                <ActionIcon aria-label="Outline and facts" onClick={() => setSideOpen(!sideOpen)}>
                  <IconList size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            </Popover.Target>
            <Popover.Dropdown className="side-popover">{side}</Popover.Dropdown>
          </Popover>
        )}
        <StandardMenu view={view} actions={actions} />
      </div>
    </header>
  )
}
