import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { KeyHint } from '../../../components/KeyHint.tsx'
import { useOnline } from '../../../state/bridge-context.tsx'
import { go } from '../../../state/location.ts'
import { standardPath } from '../../../state/paths.ts'
import { useKey } from '../../../state/use-keys.ts'
import { type Draft, deleteDraft } from '../draft.ts'
import { EditorNotices } from './EditorNotices.tsx'
import { EditorScreen } from './EditorScreen.tsx'
import { useCreating } from './use-creating.tsx'
import { useDraftSaving } from './use-draft-saving.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { type LoadedTemplate, type TemplateInput, useTemplate } from './use-template.ts'

export interface OpenNewProps {
  readonly input: TemplateInput
  readonly library: string
  readonly template: LoadedTemplate
  /** Unsaved text to begin with; `null`: the template's. */
  readonly draft: Draft | null
  /** The id under which the draft is stored. */
  readonly draftId: string
}

/** A standard that has no file yet: the first save creates it. */
export function OpenNew({ input, library, template: firstTemplate, draft, draftId }: OpenNewProps) {
  const online = useOnline()
  const draftPath = draft?.path ?? firstTemplate.id
  const [typedPath, setTypedPath] = useState(draftPath === firstTemplate.id ? null : draftPath)
  const template = useTemplate({ input, template: firstTemplate, draft, path: typedPath })
  const creating = useCreating(template, typedPath, () => deleteDraft(library, draftId))
  const { writing } = template
  const path = typedPath ?? template.template.id
  const dirty = writing.text !== template.template.text
  useDraftSaving(library, draftId, dirty ? { text: writing.text, version: '', path } : null)

  const leave = useLeaveGuard(dirty, {
    id: path,
    isDirty: () => writing.current() !== template.template.text,
    canSave: online,
    save: async () => (await creating.create()) !== null,
    discard: () => writing.apply(template.template.text),
  })
  const close = (): void => leave(() => go('/standards'))
  const save = (): void => {
    void creating.create().then((id) => {
      if (id !== null) go(standardPath(id, { edit: true }), { replace: true })
    })
  }
  useKey('back', close)
  useKey('standards.save', () => {
    if (online) save()
  })

  return (
    <EditorScreen
      id={path}
      line={null}
      writing={writing}
      focusText={false}
      head={
        <>
          <h1 className="view-title">New standard</h1>
          <TextInput
            aria-label="Path in the library"
            classNames={{ input: 'mono' }}
            className="new-path"
            spellCheck={false}
            value={path}
            error={creating.error !== null}
            onChange={(event) => {
              setTypedPath(event.currentTarget.value)
              creating.clearError()
            }}
          />
        </>
      }
      onBack={close}
      actions={
        <Button
          variant="filled"
          disabled={!online || path.trim() === ''}
          loading={creating.busy}
          rightSection={<KeyHint id="standards.save" joined />}
          onClick={save}
        >
          Save
        </Button>
      }
      notices={
        <>
          {creating.error === null ? null : (
            <div className="notice" data-tone="err" role="alert">
              {creating.error}
            </div>
          )}
          <EditorNotices
            theirs={null}
            draftAt={dirty && draft ? draft.at : null}
            online={online}
            onCompare={close}
            onSaveAgain={save}
          />
        </>
      }
      foot={<span className="editor-foot-end">Not saved yet</span>}
    />
  )
}
