import type { JSONRPCMessage } from '@modelcontextprotocol/server'

type Id = string | number

/** Collects the answers to one JSON-RPC batch, which exists in protocol 2025-03-26 alone. */
export interface Batch {
  /** True when the answer belongs to this batch and was taken. */
  take(answer: JSONRPCMessage): boolean
  /** A cancelled request gets no answer. */
  cancel(id: Id): void
}

/**
 * @param requests the ids of the batch's requests, at least one
 * @param refusals answers that are ready now
 * @param done called once every request is answered or cancelled, with the answers in the order in which they came
 */
export function createBatch(
  requests: readonly Id[],
  refusals: readonly JSONRPCMessage[],
  done: (answers: readonly JSONRPCMessage[]) => void,
): Batch {
  const waiting = new Set(requests)
  const answers = [...refusals]

  function finishIfComplete(): void {
    if (waiting.size === 0) done(answers)
  }

  return {
    take(answer) {
      if (!('id' in answer) || 'method' in answer || answer.id === undefined || !waiting.delete(answer.id))
        return false
      answers.push(answer)
      finishIfComplete()
      return true
    },
    cancel(id) {
      if (waiting.delete(id)) finishIfComplete()
    },
  }
}
