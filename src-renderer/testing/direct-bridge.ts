import type { WindowServer as HostBridge } from '../../src-core/app/window-server.ts'
import type { ClientMessage, HostMessage } from '../../src-shared/contract/contract.ts'
import { createTopicListeners } from '../../src-shared/contract/topic-listeners.ts'
import { type Bridge, type BridgeConnection, CallError, notConnected } from '../bridge/bridge.ts'

const ONLINE: BridgeConnection = { state: 'online' }

/** A bridge to an engine in this process. Messages are copied through JSON and come later, as over a WebSocket. */
export function openDirectBridge(host: HostBridge): Bridge {
  const pending = new Map<number, PromiseWithResolvers<never>>()
  const listeners = createTopicListeners(send)
  const wire = host.connect({
    send(message) {
      const copy = copyOf(message)
      queueMicrotask(() => receive(copy))
    },
    isBusy: () => false,
  })
  let lastId = 0

  function send(message: ClientMessage): void {
    wire.receive(copyOf(message))
  }

  function receive(message: HostMessage): void {
    if (message.kind === 'event') {
      listeners.notify(message.topic, message.event)
      return
    }
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'result') call?.resolve(message.output as never)
    else call?.reject(new CallError(message.error))
  }

  return {
    call(method, input) {
      const answer = Promise.withResolvers<never>()
      lastId += 1
      pending.set(lastId, answer)
      send({ kind: 'call', id: lastId, method, input })
      return answer.promise
    },
    subscribe: (topic, listener) => listeners.subscribe(topic, listener),
    connection: () => ONLINE,
    onConnection: () => () => {},
    retryNow() {},
    close() {
      wire.close()
      for (const call of pending.values()) call.reject(notConnected())
      pending.clear()
    },
  }
}

function copyOf<Message>(message: Message): Message {
  return JSON.parse(JSON.stringify(message))
}
