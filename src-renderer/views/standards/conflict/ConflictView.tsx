import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowLeft, IconArrowUp, IconFileAlert } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { KeyHint } from '../../../components/KeyHint.tsx'
import { TimeAgo } from '../../../components/TimeAgo.tsx'
import { countOf, formatTime } from '../../../format.ts'
import { useKey } from '../../../state/use-keys.ts'
import type { Base } from '../editor/use-saving.ts'
import { PathOf } from '../PathOf.tsx'
import { createMerge, type Merge } from './create-merge.ts'

type Shown = 'both' | 'mine' | 'theirs'

const SHOWN: { value: Shown; label: string }[] = [
  { value: 'both', label: 'Difference' },
  { value: 'mine', label: 'Mine' },
  { value: 'theirs', label: 'Theirs' },
]

/** Theirs on the left, mine on the right and editable: what is on the right gets saved. */
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
  readonly theirs: Base
  /** The result as it is; `onText` hears of its changes. */
  readonly mine: string
  readonly blocked: boolean
  readonly onText: (text: string) => void
  readonly onSave: () => void
  readonly onDiscard: () => void
  readonly onBack: () => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const merge = useRef<Merge | null>(null)
  const [begun] = useState({ mine, theirs: theirs.text })
  const newest = useRef(onText)
  const [differences, setDifferences] = useState(0)
  const [shown, setShown] = useState<Shown>('both')
  useEffect(() => {
    newest.current = onText
  })
  useEffect(() => {
    if (!place.current) return
    const made = createMerge({
      parent: place.current,
      id,
      theirs: begun.theirs,
      mine: begun.mine,
      onText: (text) => newest.current(text),
      onDifferences: setDifferences,
    })
    merge.current = made
    return () => made.close()
  }, [id, begun])
  // It may change once more while one looks.
  useEffect(() => merge.current?.setTheirs(theirs.text), [theirs.text])
  useKey('back', onBack)
  useKey('conflict.next', () => merge.current?.next())
  useKey('conflict.previous', () => merge.current?.previous())
  useKey('conflict.theirs', () => merge.current?.takeTheirs())

  return (
    <div className="editor-screen">
      <header className="view-bar editor-bar">
        <Tooltip label="Back to writing">
          <ActionIcon aria-label="Back to writing" onClick={onBack}>
            <IconArrowLeft size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <PathOf id={id} />
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
      <div className="conflict-note">
        <span>
          The file changed on disk <TimeAgo at={theirs.savedAt} ago /> while you were writing. Nothing is
          written until you save; your text is kept.
        </span>
        <span className="bar-actions figures secondary">
          <span role="status">{countOf(differences, 'difference')}</span>
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
              onClick={() => merge.current?.previous()}
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
              onClick={() => merge.current?.next()}
            >
              <IconArrowDown size={14} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </span>
      </div>
      <div className="conflict-heads" data-shown={shown}>
        <div className="conflict-head" data-side="theirs">
          <b>Theirs</b>
          <span className="secondary ellipsis">on disk, saved {formatTime(theirs.savedAt)}</span>
          <Button size="xs" disabled={differences === 0} onClick={() => merge.current?.setMine(theirs.text)}>
            Take all
          </Button>
        </div>
        <div className="conflict-head" data-side="mine">
          <b>Mine</b>
          <span className="secondary ellipsis">the result, yours to edit</span>
          <Button size="xs" disabled={mine === begun.mine} onClick={() => merge.current?.setMine(begun.mine)}>
            Keep all
          </Button>
        </div>
      </div>
      <div ref={place} className="conflict-merge" data-area="text" data-shown={shown} />
    </div>
  )
}
