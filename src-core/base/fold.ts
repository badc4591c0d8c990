/**
 * Rewrites text so that FTS5's `unicode61` finds what programmers and CJK readers look for. The same function runs
 * over what is indexed and over what is asked, so both sides meet.
 */

// Scripts written without spaces between words: a run of them becomes single characters, and a query a phrase.
const UNSPACED =
  '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}'
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u')
const EACH_UNSPACED = new RegExp(`[${UNSPACED}]\\p{M}*`, 'gu')

// Letters of those scripts in pieces, as macOS may spell them; a query is composed.
const IN_PIECES = /[\u1100-\u11ff\u3099\u309a]/

/** Names whose signs unicode61 throws away, so that C, C++ and C# would be one word. A version may follow: `C++17`. */
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
const HUMP = /[a-z0-9][A-Z]/
const MAY_HAVE_SIGNED = /c\+\+|[cf]#|\.net|\.js|ve-c/i

/** True for text with characters of a script that is written without spaces. */
export function isCjk(text: string): boolean {
  return HAS_UNSPACED.test(text)
}

/** True when `fold` or `humpWords` would change anything in `text`: one look at a document spares many at its sections. */
export function needsFolding(text: string): boolean {
  return HAS_UNSPACED.test(text) || HUMP.test(text) || MAY_HAVE_SIGNED.test(text) || IN_PIECES.test(text)
}

/** `C++` becomes `cplusplus`, and characters of unspaced scripts stand apart. Plain text comes back as it is. */
export function fold(text: string): string {
  let folded = IN_PIECES.test(text) ? text.normalize('NFC') : text
  if (MAY_HAVE_SIGNED.test(folded)) {
    folded = folded.replace(SIGNED_NAMES, (name) => ` ${SIGNED[name.toLowerCase()] ?? name} `)
  }
  if (HAS_UNSPACED.test(folded)) folded = folded.replace(EACH_UNSPACED, ' $& ')
  return folded
}

const NAME = /[A-Za-z0-9]+/g
const HUMPS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g

/** What else signed names are asked for as: `Node.js` gives `node js`, `.NET` gives `net`. Single letters say nothing. */
export function plainNames(text: string): string {
  if (!MAY_HAVE_SIGNED.test(text)) return ''
  let words = ''
  for (const [name] of text.matchAll(SIGNED_NAMES))
    for (const [word] of name.matchAll(/[a-z]{2,}/gi)) words += ` ${word}`
  return words
}

/** The words inside camelCase and PascalCase names, each name once: `getUserName` gives `get User Name`. */
export function camelCaseParts(text: string): string {
  if (!HUMP.test(text)) return ''
  let words = ''
  const seen = new Set<string>()
  for (const [name] of text.matchAll(NAME)) {
    // Base64 and hashes look humped too; nobody searches for their pieces.
    if (name.length > 64 || !HUMP.test(name) || seen.has(name)) continue
    seen.add(name)
    words += ` ${name.match(HUMPS)?.join(' ') ?? ''}`
  }
  return words
}
