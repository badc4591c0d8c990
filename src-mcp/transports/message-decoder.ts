import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import { type Batch, createBatch } from './batch.ts'
import { readMessage, rejectInvalid, rejectUnreadable } from './read-message.ts'

/** The only version of the protocol that has batches. */
export const BATCH_VERSION = '2025-03-26'

/** Where a transport's texts go on their way in, and its answers on their way out. */
export interface MessageDecoder {
  /** The version that the connection has agreed on. */
  setVersion(version: string): void
  /** One text that came: a message, a batch, or something that gets a refusal. */
  take(text: string): void
  /** True when an answer belongs to a batch and was kept for it. */
  collect(message: JSONRPCMessage): boolean
}

export interface MessageDecoderOptions {
  write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void
  /** Told of each refusal that was written, or will be as part of a batch. */
  refused(answer: JSONRPCErrorResponse): void
  receive(message: JSONRPCMessage): void
}

/** The answer to a message that was too long to be read. */
export function rejectTooLong(limit: number): JSONRPCErrorResponse {
  return rejectInvalid(`the message is over the limit of ${limit / 1024 / 1024} MB and was not read.`)
}

/** Why an array is no batch; `null`: it is one. */
export function rejectBatch(values: readonly unknown[], version: string | undefined) {
  if (values.length === 0) return rejectInvalid('a batch must not be empty.')
  return version === BATCH_VERSION
    ? null
    : rejectInvalid(`batches exist in protocol version ${BATCH_VERSION} only.`)
}

export function createMessageDecoder({ write, refused, receive }: MessageDecoderOptions): MessageDecoder {
  const batches = new Set<Batch>()
  let version: string | undefined

  function refuse(refusal: JSONRPCErrorResponse): void {
    write(refusal)
    refused(refusal)
  }

  function deliver(message: JSONRPCMessage): void {
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId
      if (typeof id === 'string' || typeof id === 'number') for (const batch of batches) batch.cancel(id)
    }
    receive(message)
  }

  function openBatch(requests: readonly (string | number)[], refusals: readonly JSONRPCMessage[]): void {
    const batch = createBatch(requests, refusals, (answers) => {
      batches.delete(batch)
      if (answers.length > 0) write(answers)
    })
    batches.add(batch)
  }

  function takeBatch(values: readonly unknown[]): void {
    const refusal = rejectBatch(values, version)
    if (refusal !== null) {
      refuse(refusal)
      return
    }
    const incoming = values.map(readMessage)
    const messages = incoming.flatMap((one) => ('message' in one ? [one.message] : []))
    const requests = messages.flatMap((one) => ('method' in one && 'id' in one ? [one.id] : []))
    const refusals = incoming.flatMap((one) => ('refusal' in one ? [one.refusal] : []))
    if (requests.length > 0) openBatch(requests, refusals)
    else if (refusals.length > 0) write(refusals)
    for (const refusal of refusals) refused(refusal)
    for (const message of messages) deliver(message)
  }

  return {
    setVersion(agreed) {
      version = agreed
    },
    take(text) {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        refuse(rejectUnreadable('this is not JSON'))
        return
      }
      if (Array.isArray(value)) {
        takeBatch(value)
        return
      }
      const incoming = readMessage(value)
      if ('refusal' in incoming) refuse(incoming.refusal)
      else deliver(incoming.message)
    },
    collect(message) {
      for (const batch of batches) if (batch.take(message)) return true
      return false
    },
  }
}
