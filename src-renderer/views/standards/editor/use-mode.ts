import { useState } from 'react'

export type Mode = 'write' | 'both' | 'preview'

const KEY = 'plumbline.editor.mode'

/** What the editor shows: the user's last choice, which the browser stores. A narrow window shows one pane at a time. */
export function useMode(narrow: boolean): [Mode, (mode: Mode) => void] {
  const [mode, setMode] = useState<Mode>(() => {
    const stored = localStorage.getItem(KEY)
    return stored === 'write' || stored === 'preview' ? stored : 'both'
  })
  return [
    narrow && mode === 'both' ? 'write' : mode,
    (next) => {
      localStorage.setItem(KEY, next)
      setMode(next)
    },
  ]
}
