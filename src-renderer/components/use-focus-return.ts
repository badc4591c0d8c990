import { useEffect, useState } from 'react'

/**
 * For a dialog that is rendered only while it is open: returns the focus to the element that had it, or to the view when that is
 * gone. Mantine returns the focus only for dialogs that stay mounted.
 */
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const back = before?.isConnected && before !== document.body ? before : document.querySelector('main')
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    },
    [before],
  )
}
