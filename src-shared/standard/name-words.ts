/** Splits a file name, a folder's name or a title into words. The separators leave `C#`, `C++`, `.NET` and `Node.js` whole. */
export function wordsOfTitle(title: string): readonly string[] {
  return title
    .slice(0, 300)
    .split(/[\s,:;!?()[\]{}"'`&|/–—]+/)
    .map((word) => word.replace(/\.+$/, ''))
    .filter((word) => word !== '' && word !== '-')
}

/** Splits the name of a file or folder into words in lower case. */
export function wordsOfName(name: string): readonly string[] {
  return name.toLowerCase().split(/[-_. ]+/)
}

/** Returns the first result for a word that is not `null`. */
export function firstOf(
  words: readonly string[],
  find: (word: string, at: number) => string | null,
): string | null {
  for (const [at, word] of words.entries()) {
    const found = find(word, at)
    if (found !== null) return found
  }
  return null
}
