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
