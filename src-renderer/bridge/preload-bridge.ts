import type { BridgeError, MethodName, TopicName } from '../../src-shared/contract/contract.ts'
import { type Bridge, type BridgeConnection, CallError } from './bridge.ts'

/** The API that Electron's preload script adds to the window. Errors are values, because classes cannot cross the context bridge. */
export interface PreloadApi {
  call(
    method: MethodName,
    input: unknown,
  ): Promise<{ readonly output: unknown } | { readonly error: BridgeError }>
  /** Subscribes to a topic: the current state first, then its events. Returns an unsubscribe function. */
  subscribe(topic: TopicName, listener: (event: unknown) => void): () => void
  /** The listener is called when a menu or a system link opens a path of the window. Returns an unsubscribe function. */
  onGo(listener: (path: string) => void): () => void
}

declare global {
  interface Window {
    readonly plumbline?: PreloadApi
  }
}

/** A constant, because `useSyncExternalStore` needs the same object for the same state. */
const ONLINE: BridgeConnection = { state: 'online' }

/** A bridge to the Electron process of the window. It is always online, because the window ends with the process. */
export function openPreloadBridge(api: PreloadApi): Bridge {
  return {
    async call(method, input) {
      const answer = await api.call(method, input)
      if ('error' in answer) throw new CallError(answer.error)
      return answer.output as never
    },
    subscribe: (topic, listener) => api.subscribe(topic, (event) => listener(event as never)),
    connection: () => ONLINE,
    onConnection: () => () => {},
    retryNow() {},
    close() {},
  }
}
