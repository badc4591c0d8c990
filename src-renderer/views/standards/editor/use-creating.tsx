import { useState } from 'react'
import { CallError } from '../../../bridge/bridge.ts'
import { toast } from '../../../components/toasts.tsx'
import { useBridgeClient } from '../../../state/bridge-context.tsx'
import type { TemplateWriting } from './use-template.ts'

export interface Creating {
  readonly busy: boolean
  /** Why the file could not be created; `null` after another attempt or another path. */
  readonly error: string | null
  readonly clearError: () => void
  /** Creates the file. Resolves to its id; `null` when that failed. */
  readonly create: () => Promise<string | null>
}

/**
 * Creates the file of a new standard.
 * @param path the path that was typed; `null`: the one that the template proposes
 */
export function useCreating(
  { writing, settleTemplate }: TemplateWriting,
  path: string | null,
  onCreated: () => void,
): Creating {
  const bridge = useBridgeClient()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function create(): Promise<string | null> {
    if (busy) return null
    setBusy(true)
    setError(null)
    try {
      const template = await settleTemplate()
      const text = writing.current()
      const { id } = await bridge.call('standards.create', { id: (path ?? template.id).trim(), text })
      // The text is no longer unsaved: nothing asks before the editor is left.
      writing.setText(template.text)
      onCreated()
      toast(
        <>
          Created <code>{id}</code>
        </>,
      )
      return id
    } catch (failure) {
      setError(failure instanceof CallError ? `${failure.message} ${failure.remedy}` : String(failure))
      return null
    } finally {
      setBusy(false)
    }
  }

  return { busy, error, clearError: () => setError(null), create }
}
