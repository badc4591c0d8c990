import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import { type AnswerBatch, createAnswerBatch } from './answer-batch.ts'
import { readMessage, rejectInvalid, rejectUnreadable } from './read-message.ts'

/** The only version of the protocol that has batches. */
export const BATCH_VERSION = '2025-03-26'

/** Messages in one batch: each may get an answer that is much longer than itself. */
const MAX_BATCH = 100

/** Turns incoming texts into messages, and gathers the answers to batches. */
export interface MessageDecoder {
  /** @param version the protocol version that the connection has agreed on */
  setVersion(version: string): void
  /** Decodes one text: a message, a batch, or something that is answered with an error. */
  decode(text: string): void
  /** True when an answer belongs to a batch, which keeps it until it is complete. */
  collect(answer: JSONRPCMessage): boolean
  /** To be called when a request will get no answer, so that its batch does not wait for one. */
  cancel(id: string | number): void
}

export interface MessageDecoderOptions {
  write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void
  /** Called with each error answer that was written, or will be as part of a batch. */
  rejected(answer: JSONRPCErrorResponse): void
  /** @param bytes the length of the message; for one of a batch, its share */
  receive(message: JSONRPCMessage, bytes: number): void
}

/** The answer to a message over the limit. @param limit bytes */
export function rejectTooLong(limit: number): JSONRPCErrorResponse {
  return rejectInvalid(`the message is over the limit of ${limit / 1024 / 1024} MB and was not read.`)
}

/** The answer to an array that is no valid batch; `null` when it is one. */
export function rejectBatch(
  values: readonly unknown[],
  version: string | undefined,
): JSONRPCErrorResponse | null {
  if (values.length === 0) return rejectInvalid('a batch must not be empty.')
  if (version !== BATCH_VERSION)
    return rejectInvalid(`batches exist in protocol version ${BATCH_VERSION} only.`)
  return values.length <= MAX_BATCH
    ? null
    : rejectInvalid(`a batch must hold at most ${MAX_BATCH} messages; this one holds ${values.length}.`)
}

export function createMessageDecoder({ write, rejected, receive }: MessageDecoderOptions): MessageDecoder {
  const batches = new Set<AnswerBatch>()
  let version: string | undefined

  function reject(answer: JSONRPCErrorResponse): void {
    write(answer)
    rejected(answer)
  }

  function openBatch(requests: readonly (string | number)[], errors: readonly JSONRPCMessage[]): void {
    const batch = createAnswerBatch(requests, errors, (answers) => {
      batches.delete(batch)
      if (answers.length > 0) write(answers)
    })
    batches.add(batch)
  }

  function decodeBatch(values: readonly unknown[], bytes: number): void {
    const error = rejectBatch(values, version)
    if (error !== null) {
      reject(error)
      return
    }
    const incoming = values.map((value) => readMessage(value))
    const messages = incoming.flatMap((entry) => ('message' in entry ? [entry.message] : []))
    const requests = messages.flatMap((message) =>
      'method' in message && 'id' in message ? [message.id] : [],
    )
    const errors = incoming.flatMap((entry) => ('error' in entry ? [entry.error] : []))
    if (requests.length > 0) openBatch(requests, errors)
    else if (errors.length > 0) write(errors)
    for (const answer of errors) rejected(answer)
    for (const message of messages) receive(message, bytes / values.length)
  }

  return {
    setVersion(agreed) {
      version = agreed
    },
    decode(text) {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        reject(rejectUnreadable('this is not JSON'))
        return
      }
      if (Array.isArray(value)) {
        decodeBatch(value, text.length)
        return
      }
      const incoming = readMessage(value, text)
      if ('error' in incoming) reject(incoming.error)
      else receive(incoming.message, text.length)
    },
    collect(answer) {
      for (const batch of batches) if (batch.take(answer)) return true
      return false
    },
    cancel(id) {
      for (const batch of batches) batch.cancel(id)
    },
  }
}
