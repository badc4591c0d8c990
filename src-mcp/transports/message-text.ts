const texts = new WeakMap<object, string>()

/** A message as JSON. Cached by object, which must not change any more: the transport sends the text, and the activity log stores it. */
export function messageText(message: object): string {
  const cached = texts.get(message)
  if (cached !== undefined) return cached
  const text = JSON.stringify(message)
  texts.set(message, text)
  return text
}
