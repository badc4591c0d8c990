import { useState } from 'react'
import { Failed } from '../../../components/Failed.tsx'
import { useAppState } from '../../../state/app-state.tsx'
import { useBridge } from '../../../state/use-bridge.ts'
import { NEW, readDraft } from '../draft.ts'
import { EditorSkeleton } from '../EditorSkeleton.tsx'
import { OpenNew } from './OpenNew.tsx'
import './editor.css'

/** What a new standard is prepared for. */
export interface NewFor {
  readonly title?: string
  readonly language?: string
  readonly domain?: string
  readonly gap?: string
}

/** The editor with a template, or with what was written into one and not saved. */
export function NewStandard(wanted: NewFor) {
  const library = useAppState((state) => state.library.library)
  // Each gap has unsaved text of its own.
  const stashId = [NEW, new URLSearchParams({ ...wanted })].join('?')
  const [stash] = useState(() => readDraft(library, stashId))
  const template = useBridge('standards.template', wanted, { area: 'library' })
  const text = stash?.text ?? template.data?.text
  const id = stash?.path ?? template.data?.id
  const parsed = useBridge(
    'standards.parse',
    { id: id ?? 'new.md', text: text ?? '' },
    { area: [], enabled: text !== undefined },
  )
  const error = template.error ?? parsed.error
  const [opened, setOpened] = useState<Parameters<typeof OpenNew>[0] | null>(null)
  // One that was prepared before proposes a path that may be taken by now.
  const isFresh = !template.isFetching
  if (!opened && isFresh && template.data && parsed.data && text !== undefined && id !== undefined)
    setOpened({
      wanted,
      library,
      template: template.data,
      first: { text, parsed: parsed.data },
      path: id,
      stashId,
      stashedAt: stash?.at ?? null,
    })
  if (opened) return <OpenNew {...opened} />
  if (error)
    return (
      <Failed
        what="No new standard could be prepared"
        error={error}
        onRetry={() => void (template.error ? template : parsed).refetch()}
      />
    )
  return <EditorSkeleton />
}
