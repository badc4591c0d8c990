/**
 * Rewrites text so that FTS5's `unicode61` tokenizer finds CJK words and names such as `C++`. The same functions run over
 * indexed text and over queries.
 */

// CJK and other scripts without spaces between words. A run of such characters is indexed as single characters, and queried
// as a phrase of them.
const CJK =
  '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}'
const HAS_CJK = new RegExp(`[${CJK}]`, 'u')
const CJK_CHARACTER = new RegExp(`[${CJK}]\\p{M}*`, 'gu')

// Parts of decomposed characters of these scripts, as in file names of macOS. Queries are composed.
const HAS_DECOMPOSED = /[\u1100-\u11ff\u3099\u309a]/

/** Names with punctuation that unicode61 drops, so that C, C++ and C# would be one word. A version may follow: `C++17`. */
export const SIGNED_NAMES =
  /(?<![\p{L}\p{N}_])(?:c\+\+|c#|f#|\.net|objective-c|node\.js|next\.js|vue\.js)(?![\p{L}_+#])/giu
const SIGNED: Readonly<Record<string, string>> = {
  'c++': 'cplusplus',
  'c#': 'csharp',
  'f#': 'fsharp',
  '.net': 'dotnet',
  'objective-c': 'objectivec',
  'node.js': 'nodejs',
  'next.js': 'nextjs',
  'vue.js': 'vuejs',
}
const HAS_CAMEL_CASE = /[a-z0-9][A-Z]/
const MAY_HAVE_SIGNED = /c\+\+|[cf]#|\.net|\.js|ve-c/i

/** True for text with characters of a script without spaces between words. */
export function isCjk(text: string): boolean {
  return HAS_CJK.test(text)
}

/**
 * True when {@link fold}, {@link plainNames} or {@link camelCaseParts} has an effect on `text`. One check of a document spares
 * the functions for each of its sections.
 */
export function needsFolding(text: string): boolean {
  return (
    HAS_CJK.test(text) || HAS_CAMEL_CASE.test(text) || MAY_HAVE_SIGNED.test(text) || HAS_DECOMPOSED.test(text)
  )
}

/** Replaces `C++` by `cplusplus`, and separates CJK characters by spaces. Other text is returned as it is. */
export function fold(text: string): string {
  let folded = HAS_DECOMPOSED.test(text) ? text.normalize('NFC') : text
  if (MAY_HAVE_SIGNED.test(folded)) {
    folded = folded.replace(SIGNED_NAMES, (name) => ` ${SIGNED[name.toLowerCase()] ?? name} `)
  }
  if (HAS_CJK.test(folded)) folded = folded.replace(CJK_CHARACTER, ' $& ')
  return folded
}

/** Removes accents and other marks: `café` becomes `cafe`. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}

const NAME = /[A-Za-z0-9]+/g
const NAME_PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g

/** The words in names with punctuation: `Node.js` gives `Node js`, `.NET` gives `NET`. Single letters are left out. */
export function plainNames(text: string): string {
  if (!MAY_HAVE_SIGNED.test(text)) return ''
  let words = ''
  for (const [name] of text.matchAll(SIGNED_NAMES))
    for (const [word] of name.matchAll(/[a-z]{2,}/gi)) words += ` ${word}`
  return words
}

/** The parts of camelCase and PascalCase names: `getUserName` gives `get User Name`. A repeated name is split once. */
export function camelCaseParts(text: string): string {
  if (!HAS_CAMEL_CASE.test(text)) return ''
  let words = ''
  const seen = new Set<string>()
  for (const [name] of text.matchAll(NAME)) {
    // Base64 and hashes look like camelCase, but nobody searches for their parts.
    if (name.length > 64 || !HAS_CAMEL_CASE.test(name) || seen.has(name)) continue
    seen.add(name)
    words += ` ${name.match(NAME_PARTS)?.join(' ') ?? ''}`
  }
  return words
}
