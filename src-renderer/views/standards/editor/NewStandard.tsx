import { useState } from 'react'
import { Failed } from '../../../components/Failed.tsx'
import { useAppState } from '../../../state/app-state.tsx'
import { useBridge } from '../../../state/use-bridge.ts'
import { loadDraft, NEW } from '../draft.ts'
import { EditorSkeleton } from '../EditorSkeleton.tsx'
import { OpenNew, type OpenNewProps } from './OpenNew.tsx'
import type { TemplateInput } from './use-template.ts'
import './editor.css'

/** The editor with a template, or with the draft that was made from it. */
export function NewStandard(input: TemplateInput) {
  const library = useAppState((state) => state.library.library)
  // Each gap has a draft of its own.
  const draftId = [NEW, new URLSearchParams({ ...input })].join('?')
  const [draft] = useState(() => loadDraft(library, draftId))
  const template = useBridge('standards.template', input, { area: 'library' })
  const [opened, setOpened] = useState<OpenNewProps | null>(null)
  // The path of a cached template may be taken by now.
  if (!opened && !template.isFetching && template.data)
    setOpened({ input, library, template: template.data, draft, draftId })
  if (opened) return <OpenNew {...opened} />
  if (template.error)
    return (
      <Failed
        title="No new standard could be prepared"
        error={template.error}
        onRetry={() => void template.refetch()}
      />
    )
  return <EditorSkeleton />
}
