import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { Failed } from '../../../components/Failed.tsx'
import { useAppState } from '../../../state/app-state.tsx'
import { go } from '../../../state/location.ts'
import { standardPath } from '../../../state/paths.ts'
import { useBridge } from '../../../state/use-bridge.ts'
import { readDraft } from '../draft.ts'
import { EditorSkeleton } from '../EditorSkeleton.tsx'
import { OpenEditor } from './OpenEditor.tsx'
import './editor.css'

/** The editor of a standard that has a file: opens it, with what was not saved the last time. */
export function EditStandard({ id, line }: { readonly id: string; readonly line: number | null }) {
  const library = useAppState((state) => state.library.library)
  const draft = useBridge('standards.draft', { id }, { area: 'library' })
  const [stash] = useState(() => readDraft(library, id))
  const opened = useRef<StandardDraft | null>(null)
  if (draft.data && !opened.current) opened.current = draft.data

  if (opened.current)
    return (
      <OpenEditor
        id={id}
        line={line}
        library={library}
        opened={opened.current}
        stash={stash?.text === opened.current.text ? null : stash}
        onDisk={draft.data}
      />
    )
  if (draft.error)
    return (
      <Failed what="The file could not be opened" error={draft.error} onRetry={() => void draft.refetch()} />
    )
  if (draft.data !== null) return <EditorSkeleton />
  // Nothing on the disk to open, but what was written into it is still here.
  if (stash)
    return (
      <OpenEditor
        id={id}
        line={line}
        library={library}
        opened={goneDraft(stash.version)}
        stash={stash}
        onDisk={null}
      />
    )
  return (
    <EmptyState title={`There is no ${id}`} text="It was moved or deleted, or it never was there.">
      <Button onClick={() => go(standardPath(id), { replace: true })}>Back</Button>
    </EmptyState>
  )
}

function goneDraft(version: string): StandardDraft {
  return {
    text: '',
    version,
    savedAt: 0,
    lineEnding: 'LF',
    encoding: 'UTF-8',
    fields: null,
    language: null,
    domain: null,
    frontMatterLines: 0,
    problems: [],
  }
}
