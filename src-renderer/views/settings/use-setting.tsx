import { createContext, useContext } from 'react'
import type { SettingsChange } from '../../../src-shared/contract/settings.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'

/** Called after a setting was written. */
export const SavedContext = createContext<() => void>(() => {})

export interface Setting {
  save(change: SettingsChange): void
  /** Why the last value was refused; it is told beside the control. */
  readonly error: CallError | null
  readonly blocked: boolean
}

/** Writes a setting at once, and says what is wrong with it in place. */
export function useSetting(): Setting {
  const saved = useContext(SavedContext)
  const change = useBridgeMutation('settings.change', { quiet: true, onDone: saved })
  return { save: (value) => change.mutate(value), error: change.error, blocked: change.blocked }
}

/** Both sentences of a failure. */
export function errorText(error: CallError | null): string | null {
  return error ? `${error.message} ${error.remedy}`.trim() : null
}
