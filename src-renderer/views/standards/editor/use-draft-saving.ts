import { useEffect, useRef } from 'react'
import { type Draft, deleteDraft, storeDraft } from '../draft.ts'

/** Milliseconds without typing after which the draft is stored. */
const PAUSE = 250

/** Stores unsaved text in the browser, at the latest when the page is left; deletes it once there is none. */
export function useDraftSaving(library: string, id: string, unsaved: Omit<Draft, 'at'> | null): void {
  const newest = useRef(unsaved)
  const { text = null, version = null, path = null } = unsaved ?? {}
  useEffect(() => {
    newest.current = unsaved
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `unsaved` is another object with each rendering.
  useEffect(() => {
    if (text === null) {
      deleteDraft(library, id)
      return
    }
    const timer = setTimeout(() => {
      if (newest.current) storeDraft(library, id, { ...newest.current, at: Date.now() })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [library, id, text, version, path])
  useEffect(() => {
    const store = (): void => {
      if (newest.current) storeDraft(library, id, { ...newest.current, at: Date.now() })
    }
    addEventListener('pagehide', store)
    return () => {
      removeEventListener('pagehide', store)
      store()
    }
  }, [library, id])
}
