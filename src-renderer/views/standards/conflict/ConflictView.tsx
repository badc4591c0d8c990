import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowLeft, IconArrowUp, IconFileAlert } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, formatTime } from '../../../../src-shared/format.ts'
import { KeyHint } from '../../../components/KeyHint.tsx'
import { TimeAgo } from '../../../components/TimeAgo.tsx'
import { useKey } from '../../../state/use-keys.ts'
import type { DiskVersion } from '../editor/disk-version.ts'
import { PathLabel } from '../PathLabel.tsx'
import { type Merging, useMerge } from './use-merge.ts'

type Shown = 'both' | 'mine' | 'theirs'

const SHOWN: { value: Shown; label: string }[] = [
  { value: 'both', label: 'Difference' },
  { value: 'mine', label: 'Mine' },
  { value: 'theirs', label: 'Theirs' },
]

/** Theirs on the left, mine on the right and editable. A save writes what is on the right. */
export function ConflictView({
  id,
  theirs,
  mine,
  blocked,
  onText,
  onSave,
  onDiscard,
  onBack,
}: {
  readonly id: string
  readonly theirs: DiskVersion
  /** The text of the right side; `onText` gets its changes. */
  readonly mine: string
  /** True while it cannot be saved. */
  readonly blocked: boolean
  readonly onText: (text: string) => void
  readonly onSave: () => void
  readonly onDiscard: () => void
  readonly onBack: () => void
}) {
  const [shown, setShown] = useState<Shown>('both')
  const merging = useMerge(id, { mine, theirs: theirs.text, onText })
  const { editor, differences, firstMine } = merging
  useKey('back', onBack)
  useKey('conflict.next', () => editor.current?.next())
  useKey('conflict.previous', () => editor.current?.previous())
  useKey('conflict.theirs', () => void editor.current?.takeTheirs())

  return (
    <div className="editor-screen">
      <header className="view-bar editor-bar">
        <Tooltip label="Back to writing">
          <ActionIcon aria-label="Back to writing" onClick={onBack}>
            <IconArrowLeft size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <PathLabel id={id} />
        <span className="editor-state" data-tone="warn">
          <IconFileAlert size={14} stroke={1.5} /> Changed on disk
        </span>
        <div className="bar-actions">
          <SegmentedControl aria-label="What to show" data={SHOWN} value={shown} onChange={setShown} />
          <Button onClick={onDiscard}>Discard mine</Button>
          <Button
            variant="filled"
            disabled={blocked}
            rightSection={<KeyHint id="standards.save" joined />}
            onClick={onSave}
          >
            Save the result
          </Button>
        </div>
      </header>
      <ConflictNote savedAt={theirs.savedAt} merging={merging} />
      <div className="conflict-heads" data-shown={shown}>
        <div className="conflict-head" data-side="theirs">
          <b>Theirs</b>
          <span className="secondary ellipsis">on disk, saved {formatTime(theirs.savedAt)}</span>
          <Button size="xs" disabled={differences === 0} onClick={() => editor.current?.setMine(theirs.text)}>
            Take all
          </Button>
        </div>
        <div className="conflict-head" data-side="mine">
          <b>Mine</b>
          <span className="secondary ellipsis">the result, yours to edit</span>
          <Button size="xs" disabled={mine === firstMine} onClick={() => editor.current?.setMine(firstMine)}>
            Keep all
          </Button>
        </div>
      </div>
      <div ref={merging.box} className="conflict-merge" data-area="text" data-shown={shown} />
    </div>
  )
}

/** What happened, the number of differences, and buttons that go from one to the next. */
function ConflictNote({
  savedAt,
  merging: { editor, differences },
}: {
  readonly savedAt: number
  readonly merging: Merging
}) {
  return (
    <div className="conflict-note">
      <span>
        The file changed on disk <TimeAgo at={savedAt} ago /> while you were writing. Nothing is written until
        you save; your text is kept.
      </span>
      <span className="bar-actions figures secondary">
        <span role="status">{formatCount(differences, 'difference')}</span>
        <Tooltip
          label={
            <>
              Previous <KeyHint id="conflict.previous" />
            </>
          }
        >
          <ActionIcon
            size="xs"
            variant="default"
            aria-label="Previous difference"
            onClick={() => editor.current?.previous()}
          >
            <IconArrowUp size={14} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip
          label={
            <>
              Next <KeyHint id="conflict.next" />
            </>
          }
        >
          <ActionIcon
            size="xs"
            variant="default"
            aria-label="Next difference"
            onClick={() => editor.current?.next()}
          >
            <IconArrowDown size={14} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </span>
    </div>
  )
}
