import { once } from 'node:events'
import { WebSocket } from 'ws'
import { eventually } from '../../src-core/testing/temp-library.ts'
import type {
  BridgeError,
  ClientMessage,
  HostMessage,
  MethodInput,
  MethodName,
  MethodOutput,
  TopicName,
  Topics,
} from '../../src-shared/contract/contract.ts'

/** A window as the host sees it: sends over a WebSocket what a browser would send. */
export interface WindowClient {
  readonly socket: WebSocket
  /** Rejects with the host's {@link BridgeError}. */
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>
  /** The events of a topic so far; grows. */
  subscribe<Topic extends TopicName>(topic: Topic): Topics[Topic][]
  send(message: ClientMessage): void
  /** Messages so far, oldest first. */
  readonly messages: readonly HostMessage[]
  close(): Promise<void>
}

export interface WindowAddress {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly token: string
}

/** Connects as a browser does. @throws when the host rejects the connection */
export async function connectWindowClient({ origin, token }: WindowAddress): Promise<WindowClient> {
  const address = `${origin.replace('http', 'ws')}/window`
  const socket = new WebSocket(address, ['plumbline', `token.${token}`], { headers: { origin } })
  const messages: HostMessage[] = []
  const topics = new Map<string, unknown[]>()
  socket.on('message', (data) => {
    const message: HostMessage = JSON.parse(String(data))
    messages.push(message)
    if (message.kind === 'event') topics.get(message.topic)?.push(message.event)
  })
  await once(socket, 'open')
  let lastId = 0
  const send = (message: ClientMessage) => socket.send(JSON.stringify(message))
  return {
    socket,
    messages,
    send,
    async call(method, input) {
      const id = ++lastId
      send({ kind: 'call', id, method, input })
      const answer = await eventually(() =>
        messages.find((message) => message.kind !== 'event' && message.id === id),
      )
      if (answer.kind === 'error') throw answer.error satisfies BridgeError
      return (answer as Extract<HostMessage, { kind: 'result' }>).output as never
    },
    subscribe(topic) {
      const events: never[] = []
      topics.set(topic, events)
      send({ kind: 'subscribe', topic })
      return events
    },
    async close() {
      if (socket.readyState === socket.CLOSED) return
      socket.close()
      await once(socket, 'close')
    },
  }
}
