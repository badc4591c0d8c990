const texts = new WeakMap<object, string>()

/**
 * A message as JSON. Made once for each object, which must not change any more: the transport sends it, and the log keeps
 * it.
 */
export function messageText(message: object): string {
  const known = texts.get(message)
  if (known !== undefined) return known
  const text = JSON.stringify(message)
  texts.set(message, text)
  return text
}
