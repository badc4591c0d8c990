import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { CallError } from '../../../bridge/bridge.ts'
import { KeyHint } from '../../../components/KeyHint.tsx'
import { toast } from '../../../components/toasts.tsx'
import { useBridgeClient, useOnline } from '../../../state/bridge-context.tsx'
import { go } from '../../../state/location.ts'
import { standardPath } from '../../../state/paths.ts'
import { useKey } from '../../../state/use-keys.ts'
import { dropDraft } from '../draft.ts'
import { EditorNotices } from './EditorNotices.tsx'
import { EditorScreen } from './EditorScreen.tsx'
import type { NewFor } from './NewStandard.tsx'
import { useDraftSaving } from './use-draft-saving.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useTemplate } from './use-template.ts'
import type { ParsedText } from './use-writing.ts'

/** A standard that has no file yet: it gets one when it is saved. */
export function OpenNew({
  wanted,
  library,
  template,
  first,
  path: firstPath,
  stashId,
  stashedAt,
}: {
  readonly wanted: NewFor
  readonly library: string
  readonly template: { readonly id: string; readonly text: string }
  readonly first: { readonly text: string; readonly parsed: ParsedText }
  readonly path: string
  readonly stashId: string
  readonly stashedAt: number | null
}) {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [typedPath, setTypedPath] = useState(firstPath === template.id ? null : firstPath)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const {
    writing,
    template: current,
    settleTemplate,
  } = useTemplate({ wanted, template, first, path: typedPath })
  const path = typedPath ?? current.id
  const dirty = writing.text !== current.text
  useDraftSaving(library, stashId, dirty ? { text: writing.text, version: '', path } : null)

  async function create(): Promise<string | null> {
    if (busy) return null
    setBusy(true)
    setError(null)
    try {
      const template = await settleTemplate()
      const text = await writing.settle()
      const made = await bridge.call('standards.create', { id: (typedPath ?? template.id).trim(), text })
      writing.setText(template.text)
      dropDraft(library, stashId)
      toast(
        <>
          Made <code>{made.id}</code>
        </>,
      )
      return made.id
    } catch (failure) {
      setError(failure instanceof CallError ? `${failure.message} ${failure.remedy}` : String(failure))
      return null
    } finally {
      setBusy(false)
    }
  }

  const leave = useLeaveGuard(dirty, {
    id: path,
    isDirty: () => writing.current() !== current.text,
    canSave: online,
    save: async () => (await create()) !== null,
    discard: () => writing.apply(current.text),
  })
  const save = (): void => {
    void create().then((made) => {
      if (made !== null) go(standardPath(made, { edit: true }), { replace: true })
    })
  }
  const close = (): void => leave(() => go('/standards'))
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
            error={error !== null}
            onChange={(event) => {
              setTypedPath(event.currentTarget.value)
              setError(null)
            }}
          />
        </>
      }
      onBack={close}
      actions={
        <Button
          variant="filled"
          disabled={!online || path.trim() === ''}
          loading={busy}
          rightSection={<KeyHint id="standards.save" joined />}
          onClick={save}
        >
          Save
        </Button>
      }
      notices={
        <>
          {error === null ? null : (
            <div className="notice" data-tone="err" role="alert">
              {error}
            </div>
          )}
          <EditorNotices
            theirs={null}
            stashedAt={dirty ? stashedAt : null}
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
