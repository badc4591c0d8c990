import { Button } from '@mantine/core'
import { IconFileAlert } from '@tabler/icons-react'
import { Suspense } from 'react'
import { formatBytes } from '../../../../src-shared/format.ts'
import { KeyHint } from '../../../components/KeyHint.tsx'
import { TimeAgo } from '../../../components/TimeAgo.tsx'
import { loadLate } from '../../../load-late.ts'
import { useOnline } from '../../../state/bridge-context.tsx'
import { PathLabel } from '../PathLabel.tsx'
import { EditorNotices } from './EditorNotices.tsx'
import { EditorScreen } from './EditorScreen.tsx'
import { type FileEditing, useFileEditing } from './use-file-editing.ts'
import type { EditedFile, Saving } from './use-saving.ts'

const ConflictView = loadLate(async () => (await import('../conflict/ConflictView.tsx')).ConflictView)

/** A file in the editor, or in the conflict view while the user compares it with the disk. */
export function OpenEditor({
  id,
  line,
  library,
  ...file
}: EditedFile & {
  readonly id: string
  readonly line: number | null
  readonly library: string
}) {
  const online = useOnline()
  const editing = useFileEditing(id, library, file)
  const { writing, saving, comparedWith, setComparing, save } = editing
  const { opened, draft } = file

  if (comparedWith)
    return (
      <Suspense>
        <ConflictView
          id={id}
          theirs={comparedWith}
          mine={writing.text}
          blocked={!online || saving.busy}
          onText={writing.setText}
          onSave={save}
          onDiscard={editing.discard}
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
          <PathLabel id={id} />
          <FileState saving={saving} />
        </>
      }
      onBack={editing.close}
      actions={<FileActions editing={editing} />}
      notices={
        <EditorNotices
          theirs={saving.theirs}
          draftAt={draft !== null && saving.dirty ? draft.at : null}
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
            Saved <TimeAgo at={saving.base.savedAt} ago />,{' '}
            {formatBytes(new TextEncoder().encode(saving.base.text).length)}
          </span>
        </>
      }
    />
  )
}

/** How the text stands to the file. */
function FileState({ saving: { theirs, dirty } }: { readonly saving: Saving }) {
  return (
    <>
      {theirs === null ? null : (
        <span className="editor-state" data-tone="warn">
          <IconFileAlert size={14} stroke={1.5} />{' '}
          {theirs === 'gone' ? 'Gone from the disk' : 'Changed on disk'}
        </span>
      )}
      {dirty ? (
        <span className="editor-state">
          <span className="dot" /> Not saved
        </span>
      ) : null}
    </>
  )
}

function FileActions({ editing: { saving, save, discard } }: { readonly editing: FileEditing }) {
  const online = useOnline()
  const { dirty, theirs, busy } = saving
  return (
    <>
      {dirty ? <Button onClick={discard}>Discard</Button> : null}
      <Button
        variant="filled"
        disabled={!online || (!dirty && theirs === null)}
        loading={busy}
        rightSection={<KeyHint id="standards.save" joined />}
        onClick={save}
      >
        Save
      </Button>
    </>
  )
}
