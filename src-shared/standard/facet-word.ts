/** A language, domain or tag. These are read by every model as part of the instructions and the tools, so they can hold no sentence. */
const WORD = /^[\p{L}\p{N}+#._-]{1,40}$/u
const ASCII_WORD = /^[a-zA-Z0-9+#._-]{1,40}$/

/**
 * Reads a language, a domain or a tag as one word. Two words are joined: `Code review` becomes `Code-review`.
 * @returns `null` for anything but one or two words of letters, digits, `+`, `#`, `.`, `_` and `-`, 40 characters in all
 */
export function readFacetWord(text: string): string | null {
  if (ASCII_WORD.test(text)) return text
  const joined = text
    .normalize('NFC')
    .trim()
    .replace(/^(\S+) +(\S+)$/u, '$1-$2')
  return WORD.test(joined) ? joined : null
}

/** The first 40 characters of a text that is no word, for a message. */
export function shownWord(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' '))
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : characters.join('')
}
