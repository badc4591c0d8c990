import { useState } from 'react'
import type { CallError } from '../../bridge/bridge.ts'
import { useBridge } from '../../state/use-bridge.ts'

/** The token of the endpoint, and whether it is shown. */
export interface Token {
  readonly value: string | null
  /** The file that contains the token; `null` until it is loaded. */
  readonly file: string | null
  readonly error: CallError | null
  readonly shown: boolean
  show(on: boolean): void
}

export function useToken(): Token {
  const { data, error } = useBridge('endpoint.token', {}, { area: 'settings' })
  const [shown, show] = useState(false)
  return { value: data?.token ?? null, file: data?.file ?? null, error, shown, show }
}
