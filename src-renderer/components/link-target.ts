/** Where a link in a standard leads. */
export type LinkTarget =
  | { readonly kind: 'outside'; readonly href: string }
  | { readonly kind: 'standard'; readonly id: string; readonly section: string }
  | { readonly kind: 'here'; readonly section: string }
  | { readonly kind: 'dead' }

const STANDARD = /\.(?:md|markdown|mdc)$/i

/** Judges an address found in the standard `from`. Only the web, mail and other standards can be gone to. */
export function linkTarget(href: string, from: string): LinkTarget {
  const text = href.trim()
  if (text.startsWith('#')) return { kind: 'here', section: decode(text.slice(1)) }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === 'http' || scheme === 'https' || scheme === 'mailto')
    return URL.canParse(text) ? { kind: 'outside', href: text } : { kind: 'dead' }
  if (scheme === 'standard') return standardAt(text.replace(/^standard:\/*/i, ''), [])
  // `//host/path` is the web in disguise; a path from the root is no place in a library.
  if (scheme !== undefined || text === '' || text.startsWith('/') || text.startsWith('\\'))
    return { kind: 'dead' }
  return standardAt(text, from.split('/').slice(0, -1))
}

function standardAt(path: string, folder: readonly string[]): LinkTarget {
  const [file = '', section = ''] = path.split('#')
  const parts = [...folder]
  for (const part of decode(file.split('?')[0] ?? '').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return { kind: 'dead' }
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  const id = parts.join('/')
  return STANDARD.test(id) ? { kind: 'standard', id, section: decode(section) } : { kind: 'dead' }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
