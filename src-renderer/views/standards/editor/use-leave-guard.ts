import { useCallback, useEffect, useRef } from 'react'
import { guardLeaving } from '../../../state/location.ts'
import { askToLeave } from './ask-to-leave.tsx'

export interface Leaving {
  readonly id: string
  readonly isDirty: () => boolean
  readonly canSave: boolean
  /** Resolves to whether it was saved. */
  readonly save: () => Promise<boolean>
  readonly discard: () => void
}

/**
 * Asks before unsaved text is lost by a link, Back, or closing the page. The function that it returns calls `proceed` at once when
 * there is no unsaved text, otherwise after the user has chosen to save or to discard it.
 */
export function useLeaveGuard(dirty: boolean, leaving: Leaving): (proceed: () => void) => void {
  const newest = useRef(leaving)
  const asking = useRef(false)
  useEffect(() => {
    newest.current = leaving
  })

  const ask = useCallback((proceed: () => void): boolean => {
    const { id, isDirty, canSave, save, discard } = newest.current
    if (!isDirty()) return true
    if (asking.current) return false
    asking.current = true
    void askToLeave({ id, canSave }).then(async (choice) => {
      asking.current = false
      if (choice === null || (choice === 'save' && !(await save()))) return
      if (choice === 'discard') discard()
      proceed()
    })
    return false
  }, [])

  useEffect(() => (dirty ? guardLeaving(ask) : undefined), [ask, dirty])

  return useCallback(
    (proceed) => {
      if (ask(proceed)) proceed()
    },
    [ask],
  )
}
