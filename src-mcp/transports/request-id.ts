/** Longer numbers are not repeated in an answer. */
const MAX_SHOWN = 40

/** An id that JSON-RPC allows and that JavaScript can hold. */
export function isRequestId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isSafeInteger(id)
}

/** True for a number beyond 2^53 - 1: it would come back with other digits than it was sent. */
export function isBeyondSafe(id: unknown): id is number {
  return typeof id === 'number' && Math.abs(id) > Number.MAX_SAFE_INTEGER
}

/** Says that a number cannot be an id. @param text the message that has it, if it is known */
export function describeBeyondSafe(id: number, text?: string): string {
  const spelled = (text === undefined ? undefined : spelledId(text)) ?? String(id)
  const shown = spelled.length > MAX_SHOWN ? `${spelled.slice(0, MAX_SHOWN)}…` : spelled
  return `the id ${shown} is beyond 2^53 - 1, where numbers lose their last digits. Send it as text.`
}

/** The id of a message as it is spelled: parsing turns 9007199254740993 into 9007199254740992. */
function spelledId(text: string): string | undefined {
  const spelled = new WeakMap<object, string>()
  function note(this: object, key: string, value: unknown, context?: { readonly source?: string }): unknown {
    if (key === 'id' && context?.source !== undefined) spelled.set(this, context.source)
    return value
  }
  try {
    const message: unknown = JSON.parse(text, note)
    return typeof message === 'object' && message !== null ? spelled.get(message) : undefined
  } catch {
    // Nested too deeply for a reviver.
    return undefined
  }
}
