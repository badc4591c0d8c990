import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Bridge, BridgeConnection } from '../bridge/bridge.ts'

const BridgeContext = createContext<Bridge | null>(null)

export const BridgeProvider = BridgeContext.Provider

/** The bridge itself; views rather use `useBridge` and `useBridgeMutation`. */
export function useBridgeClient(): Bridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('There is no BridgeProvider above this component.')
  return bridge
}

export function useConnection(): BridgeConnection {
  const bridge = useBridgeClient()
  return useSyncExternalStore(bridge.onConnection, bridge.connection)
}

/** True while the host answers: what writes is disabled otherwise. */
export function useOnline(): boolean {
  return useConnection().state === 'online'
}
