import { createContext, useContext } from 'react'
import type { SettingsChange } from '../../../src-shared/contract/settings.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'

/** Called after a setting is written. */
export const SavedContext = createContext<() => void>(() => {})

export interface Setting {
  readonly save: (change: SettingsChange) => void
  /** Why the last value was rejected; shown beside the control. */
  readonly error: CallError | null
  /** True while it cannot be changed. */
  readonly blocked: boolean
}

/** Writes a setting at once. */
export function useSetting(): Setting {
  const onSaved = useContext(SavedContext)
  const change = useBridgeMutation('settings.change', { quiet: true, onDone: onSaved })
  return { save: (value) => change.mutate(value), error: change.error, blocked: change.blocked }
}

/** Message and remedy of an error. */
export function errorText(error: CallError | null): string | null {
  return error ? `${error.message} ${error.remedy}`.trim() : null
}
