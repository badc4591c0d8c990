import { useEffect, useRef, useState } from 'react'
import { toast } from '../../../components/toasts.tsx'
import { useOnline } from '../../../state/bridge-context.tsx'
import { go } from '../../../state/location.ts'
import { standardPath } from '../../../state/paths.ts'
import { useKey } from '../../../state/use-keys.ts'
import { storeDraft } from '../draft.ts'
import type { DiskVersion } from './disk-version.ts'
import { useDraftSaving } from './use-draft-saving.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { type EditedFile, type Saving, useSaving } from './use-saving.ts'
import { useWriting, type Writing } from './use-writing.ts'

export interface FileEditing {
  readonly writing: Writing
  readonly saving: Saving
  /** The version on the disk that the user compares with the text; `null`: the editor is shown. */
  readonly comparedWith: DiskVersion | null
  readonly setComparing: (isComparing: boolean) => void
  /** Saves the text. With another version on the disk it shows the comparison first. */
  readonly save: () => void
  /** Shows the version on the disk; the text comes back with Undo. */
  readonly discard: () => void
  /** Leaves the editor; asks first when there is unsaved text. */
  readonly close: () => void
}

/** Editing a file: its text, saving, what is done about a change on the disk, and leaving. */
export function useFileEditing(id: string, library: string, file: EditedFile): FileEditing {
  const online = useOnline()
  const { opened, draft } = file
  const writing = useWriting(id, {
    text: draft?.text ?? opened.text,
    file: opened,
  })
  const [isComparing, setComparing] = useState(false)
  const saving = useSaving(id, writing, { ...file, isComparing })
  const { base, dirty, theirs } = saving
  const changed = theirs === null || theirs === 'gone' ? null : theirs
  useDraftSaving(library, id, dirty ? { text: writing.text, version: base.version } : null)

  async function save(): Promise<boolean> {
    if (theirs === 'gone') return (await saving.saveAgain()) === 'saved'
    if (changed && !isComparing) {
      setComparing(true)
      return false
    }
    const result = await saving.save(changed ?? base)
    setComparing(result === 'conflict' || (isComparing && result === 'failed'))
    return result === 'saved'
  }

  const leave = useLeaveGuard(dirty, {
    id,
    isDirty: () => writing.current() !== base.text,
    canSave: online && changed === null,
    save,
    discard: () => void saving.discard(),
  })
  const close = (): void => leave(() => go(standardPath(id)))
  useKey('back', close)
  useKey('standards.save', () => {
    if (online && (dirty || theirs !== null)) void save()
  })
  const discard = useDiscard(id, library, saving)

  return {
    writing,
    saving,
    comparedWith: isComparing ? changed : null,
    setComparing,
    save: () => void save(),
    discard() {
      setComparing(false)
      discard()
    },
    close,
  }
}

/** Discards the unsaved text. Undo restores it in the editor, or, after that was left, as a draft that it opens. */
function useDiscard(id: string, library: string, saving: Saving): () => void {
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  return () => {
    const discarded = saving.discard()
    toast('Discarded what was not saved', () => {
      if (isOpen.current) {
        saving.undoDiscard(discarded)
        return
      }
      storeDraft(library, id, { text: discarded.text, version: discarded.base.version, at: Date.now() })
      go(standardPath(id, { edit: true }))
    })
  }
}
