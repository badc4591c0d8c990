import { useState } from 'react'

export type Mode = 'write' | 'both' | 'preview'

const KEY = 'plumbline.editor.mode'

/** What the editor shows, as the user left it the last time. Narrow windows show one thing at once. */
export function useMode(narrow: boolean): [Mode, (mode: Mode) => void] {
  const [mode, setMode] = useState<Mode>(() => {
    const kept = localStorage.getItem(KEY)
    return kept === 'write' || kept === 'preview' ? kept : 'both'
  })
  return [
    narrow && mode === 'both' ? 'write' : mode,
    (next) => {
      localStorage.setItem(KEY, next)
      setMode(next)
    },
  ]
}
