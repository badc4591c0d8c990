import { useSyncExternalStore } from 'react'
import type { Settings } from '../src-shared/contract/settings.ts'
import { useAppStateIfAny } from './state/app-state.tsx'

type Theme = Settings['window']['theme']

const KEY = 'plumbline.theme'
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

/** The theme of the settings; before they are known, the one of last time, so that nothing flashes. */
export function useTheme(): 'light' | 'dark' {
  const chosen = useAppStateIfAny((state) => state.settings.window.theme) ?? remembered()
  const dark = useSyncExternalStore(
    (listener) => {
      prefersDark.addEventListener('change', listener)
      return () => prefersDark.removeEventListener('change', listener)
    },
    () => prefersDark.matches,
  )
  localStorage.setItem(KEY, chosen)
  if (chosen === 'system') return dark ? 'dark' : 'light'
  return chosen
}

function remembered(): Theme {
  const theme = localStorage.getItem(KEY)
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
