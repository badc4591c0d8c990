import { Button } from '@mantine/core'
import { IconFileAlert } from '@tabler/icons-react'
import { Suspense, useEffect, useRef, useState } from 'react'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import { KeyHint } from '../../../components/KeyHint.tsx'
import { TimeAgo } from '../../../components/TimeAgo.tsx'
import { toast } from '../../../components/toasts.tsx'
import { formatBytes } from '../../../format.ts'
import { loadLate } from '../../../load-late.ts'
import { useOnline } from '../../../state/bridge-context.tsx'
import { go } from '../../../state/location.ts'
import { standardPath } from '../../../state/paths.ts'
import { useKey } from '../../../state/use-keys.ts'
import { type Draft, writeDraft } from '../draft.ts'
import { PathOf } from '../PathOf.tsx'
import { EditorNotices } from './EditorNotices.tsx'
import { EditorScreen } from './EditorScreen.tsx'
import { useDraftSaving } from './use-draft-saving.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useSaving } from './use-saving.ts'
import { useWriting } from './use-writing.ts'

const ConflictView = loadLate(async () => (await import('../conflict/ConflictView.tsx')).ConflictView)

/** A file in the editor; in the conflict view while the disk holds something else and the user looks at that. */
export function OpenEditor({
  id,
  line,
  library,
  opened,
  stash,
  onDisk,
}: {
  readonly id: string
  readonly line: number | null
  readonly library: string
  readonly opened: StandardDraft
  /** Unsaved text to begin with. */
  readonly stash: Draft | null
  readonly onDisk: StandardDraft | null | undefined
}) {
  const online = useOnline()
  const writing = useWriting(id, {
    text: stash?.text ?? opened.text,
    parsed: opened,
    parsedText: opened.text,
  })
  const [comparing, setComparing] = useState(false)
  const saving = useSaving(id, writing, { opened, stash, onDisk, comparing })
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  const { base, dirty, theirs } = saving
  const file = theirs === null || theirs === 'gone' ? null : theirs
  useDraftSaving(library, id, dirty ? { text: writing.text, version: base.version } : null)

  function discard(): void {
    const discarded = saving.discard()
    setComparing(false)
    toast('Discarded what was not saved', () => {
      if (here.current) {
        saving.undoDiscard(discarded)
        return
      }
      writeDraft(library, id, {
        text: discarded.text,
        version: discarded.base.version,
        at: Date.now(),
      })
      go(standardPath(id, { edit: true }))
    })
  }

  async function save(): Promise<boolean> {
    if (theirs === 'gone') return (await saving.saveAgain()) === 'saved'
    if (file && !comparing) {
      setComparing(true)
      return false
    }
    const result = await saving.save(file ?? base)
    setComparing(result === 'conflict' || (comparing && result === 'failed'))
    return result === 'saved'
  }

  const leave = useLeaveGuard(dirty, {
    id,
    isDirty: () => writing.pending || writing.current() !== base.text,
    canSave: online && file === null,
    save,
    discard: () => void saving.discard(),
  })
  const close = (): void => leave(() => go(standardPath(id)))
  useKey('back', close)
  useKey('standards.save', () => {
    if (online && (dirty || theirs !== null)) void save()
  })

  if (comparing && file)
    return (
      <Suspense>
        <ConflictView
          id={id}
          theirs={file}
          mine={writing.text}
          blocked={!online || saving.busy}
          onText={writing.setText}
          onSave={() => void save()}
          onDiscard={discard}
          onBack={() => setComparing(false)}
        />
      </Suspense>
    )
  return (
    <EditorScreen
      id={id}
      line={line}
      writing={writing}
      head={
        <>
          <PathOf id={id} />
          {theirs === null ? null : (
            <span className="editor-state" data-tone="warn">
              <IconFileAlert size={14} stroke={1.5} /> {file ? 'Changed on disk' : 'Gone from the disk'}
            </span>
          )}
          {dirty ? (
            <span className="editor-state">
              <span className="dot" /> Not saved
            </span>
          ) : null}
        </>
      }
      onBack={close}
      actions={
        <>
          {dirty ? <Button onClick={discard}>Discard</Button> : null}
          <Button
            variant="filled"
            disabled={!online || (!dirty && theirs === null)}
            loading={saving.busy}
            rightSection={<KeyHint id="standards.save" joined />}
            onClick={() => void save()}
          >
            Save
          </Button>
        </>
      }
      notices={
        <EditorNotices
          theirs={theirs}
          stashedAt={stash !== null && dirty ? stash.at : null}
          online={online}
          onCompare={() => setComparing(true)}
          onSaveAgain={() => void saving.saveAgain()}
        />
      }
      foot={
        <>
          <span>{opened.lineEnding}</span>
          <span>{opened.encoding}</span>
          <span className="editor-foot-end">
            Saved <TimeAgo at={base.savedAt} ago />, {formatBytes(new TextEncoder().encode(base.text).length)}
          </span>
        </>
      }
    />
  )
}
