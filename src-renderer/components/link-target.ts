/** Target of a link in a standard; `dead`: the link is not followed. */
export type LinkTarget =
  | { readonly kind: 'outside'; readonly href: string }
  | { readonly kind: 'standard'; readonly id: string; readonly section: string }
  | { readonly kind: 'here'; readonly section: string }
  | { readonly kind: 'dead' }

const STANDARD = /\.(?:md|markdown|mdc)$/i

/** Resolves an address in the standard `from`. Only links to the web, to mail and to other standards are followed. */
export function linkTarget(href: string, from: string): LinkTarget {
  const text = href.trim()
  if (text.startsWith('#')) return { kind: 'here', section: decode(text.slice(1)) }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === 'http' || scheme === 'https' || scheme === 'mailto')
    return URL.canParse(text) ? { kind: 'outside', href: text } : { kind: 'dead' }
  if (scheme === 'standard') return standardAt(text.replace(/^standard:\/*/i, ''), [])
  // `//host/path` is an address of the web without a scheme; an absolute path is outside the library.
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
