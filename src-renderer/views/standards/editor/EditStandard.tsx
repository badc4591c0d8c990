import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { Failed } from '../../../components/Failed.tsx'
import { useAppState } from '../../../state/app-state.tsx'
import { go } from '../../../state/location.ts'
import { standardPath } from '../../../state/paths.ts'
import { useBridge } from '../../../state/use-bridge.ts'
import { loadDraft } from '../draft.ts'
import { EditorSkeleton } from '../EditorSkeleton.tsx'
import { OpenEditor } from './OpenEditor.tsx'
import './editor.css'

/** Opens the file of a standard in the editor, with its draft when there is one. */
export function EditStandard({ id, line }: { readonly id: string; readonly line: number | null }) {
  const library = useAppState((state) => state.library.library)
  const file = useBridge('standards.draft', { id }, { area: 'library' })
  const [draft] = useState(() => loadDraft(library, id))
  const opened = useRef<StandardDraft | null>(null)
  if (file.data && !opened.current) opened.current = file.data

  if (opened.current)
    return (
      <OpenEditor
        id={id}
        line={line}
        library={library}
        opened={opened.current}
        draft={draft?.text === opened.current.text ? null : draft}
        onDisk={file.data}
      />
    )
  if (file.error)
    return (
      <Failed title="The file could not be opened" error={file.error} onRetry={() => void file.refetch()} />
    )
  if (file.data !== null) return <EditorSkeleton />
  // The file is gone, but its draft is there.
  if (draft)
    return (
      <OpenEditor
        id={id}
        line={line}
        library={library}
        opened={goneFile(draft.version)}
        draft={draft}
        onDisk={null}
      />
    )
  return (
    <EmptyState title={`There is no ${id}`} text="It was moved or deleted, or never existed.">
      <Button onClick={() => go(standardPath(id), { replace: true })}>Back</Button>
    </EmptyState>
  )
}

function goneFile(version: string): StandardDraft {
  return {
    text: '',
    version,
    savedAt: 0,
    lineEnding: 'LF',
    encoding: 'UTF-8',
    problems: [],
  }
}
