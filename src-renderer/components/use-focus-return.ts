import { useEffect, useState } from 'react'

/**
 * For a dialogue that is drawn only while it is open: gives the focus back to what had it, or to the view where that is
 * gone. Mantine's own does so only for those that are always drawn.
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
