// Runs sandboxed in its own isolated world. The page sees one object with three functions.
import { contextBridge, ipcRenderer } from 'electron'
import type { BridgeError, ClientMessage, HostMessage } from '../../src-shared/contract/contract.ts'
import { createTopicListeners } from '../../src-shared/contract/topic-listeners.ts'
import { type FromWindow, TO_HOST, TO_WINDOW, type ToWindow } from './channels.ts'

type Answer = { readonly output: unknown } | { readonly error: BridgeError }

const page = crypto.randomUUID()
const pending = new Map<number, (answer: Answer) => void>()
const listeners = createTopicListeners(send)
const pathListeners = new Set<(path: string) => void>()
let lastId = 0

function send(message: FromWindow['message']): void {
  ipcRenderer.send(TO_HOST, { page, message } satisfies FromWindow)
}

function settle({ id }: { readonly id: number }, answer: Answer): void {
  pending.get(id)?.(answer)
  pending.delete(id)
}

function receive(message: HostMessage): void {
  if (message.kind === 'result') settle(message, { output: message.output })
  else if (message.kind === 'error') settle(message, { error: message.error })
  else {
    send({ kind: 'acknowledged' })
    listeners.notify(message.topic, message.event)
  }
}

ipcRenderer.on(TO_WINDOW, (_event, { page: recipient, message }: ToWindow) => {
  if (message.kind === 'go') for (const listener of pathListeners) listener(message.path)
  else if (recipient === page) receive(message)
})

contextBridge.exposeInMainWorld('plumbline', {
  call(method: string, input: unknown): Promise<Answer> {
    return new Promise((resolve) => {
      lastId += 1
      pending.set(lastId, resolve)
      send({ kind: 'call', id: lastId, method, input } satisfies ClientMessage)
    })
  },
  subscribe(topic: string, listener: (event: unknown) => void): () => void {
    return listeners.subscribe(topic, listener)
  },
  onGo(listener: (path: string) => void): () => void {
    pathListeners.add(listener)
    return () => pathListeners.delete(listener)
  },
})
