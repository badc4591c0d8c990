import type { BridgeError, MethodName, TopicName } from '../../src-shared/contract/contract.ts'
import { type Bridge, CallError, type Connection } from './bridge.ts'

/** What the preload script of the Electron host puts into the window. Errors come as values: classes do not cross. */
export interface PreloadApi {
  call(
    method: MethodName,
    input: unknown,
  ): Promise<{ readonly output: unknown } | { readonly error: BridgeError }>
  /** Gives the state as it is, then events; returns what ends it. */
  subscribe(topic: TopicName, listener: (event: unknown) => void): () => void
  /** Called when a menu or a link of the system leads to a path of the window; returns what ends it. */
  onGo(listener: (path: string) => void): () => void
}

declare global {
  interface Window {
    readonly plumbline?: PreloadApi
  }
}

/** One and the same object, as React asks for it again and again. */
const ONLINE: Connection = { state: 'online' }

/** A bridge to the process that this window belongs to: it lives as long as the window does. */
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
