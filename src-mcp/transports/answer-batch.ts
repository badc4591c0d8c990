import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { messageText } from './message-text.ts'
import { rejectInvalid } from './read-message.ts'

type Id = string | number

/** The answers to a batch are in memory until the last of them is there. UTF-16 units. */
const MAX_LENGTH = 16 * 1024 * 1024

/** Collects the answers to one JSON-RPC batch, which exists in protocol version 2025-03-26 alone. */
export interface AnswerBatch {
  /** True when the answer belongs to this batch and was taken. */
  take(answer: JSONRPCMessage): boolean
  /** To be called when a request will get no answer. */
  cancel(id: Id): void
}

/**
 * @param requests the ids of the batch's requests, at least one
 * @param errors answers to the invalid messages of the batch
 * @param onComplete called once, when every request is answered or cancelled, with the answers in the order in which they came
 */
export function createAnswerBatch(
  requests: readonly Id[],
  errors: readonly JSONRPCMessage[],
  onComplete: (answers: readonly JSONRPCMessage[]) => void,
): AnswerBatch {
  const missing = new Set(requests)
  const answers = [...errors]
  let length = 0

  function finishIfComplete(): void {
    if (missing.size === 0) onComplete(answers)
  }

  return {
    take(answer) {
      if (!('id' in answer) || 'method' in answer || answer.id === undefined || !missing.delete(answer.id))
        return false
      length += messageText(answer).length
      answers.push(length <= MAX_LENGTH ? answer : rejectInvalid(TOO_LONG, answer.id))
      finishIfComplete()
      return true
    },
    cancel(id) {
      if (missing.delete(id)) finishIfComplete()
    },
  }
}

const TOO_LONG = 'the answers to this batch are too long together. Send this request on its own.'
