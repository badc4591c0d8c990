import { useEffect, useRef } from 'react'
import { type Draft, dropDraft, writeDraft } from '../draft.ts'

/** Milliseconds of silence before what was written is kept. */
const PAUSE = 250

/** Keeps unsaved text in the browser while there is some, and at the latest when the page goes away. */
export function useDraftSaving(library: string, id: string, unsaved: Omit<Draft, 'at'> | null): void {
  const newest = useRef(unsaved)
  const { text = null, version = null, path = null } = unsaved ?? {}
  useEffect(() => {
    newest.current = unsaved
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is unsaved is made anew with each drawing.
  useEffect(() => {
    if (text === null) {
      dropDraft(library, id)
      return
    }
    const timer = setTimeout(() => {
      if (newest.current) writeDraft(library, id, { ...newest.current, at: Date.now() })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [library, id, text, version, path])
  useEffect(() => {
    const keep = (): void => {
      if (newest.current) writeDraft(library, id, { ...newest.current, at: Date.now() })
    }
    addEventListener('pagehide', keep)
    return () => {
      removeEventListener('pagehide', keep)
      keep()
    }
  }, [library, id])
}
