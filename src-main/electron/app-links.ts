/** The scheme of links with which other programs open a standard in the window. */
export const LINK_SCHEME = 'plumbline'

/**
 * Reads a `plumbline://standards/<id>#<section>` link.
 * Any web page can contain such a link, so a link can only show a standard and never change anything.
 * @returns the path in the window; `null` for any other link
 */
export function readLink(text: string): string | null {
  const match = /^plumbline:\/\/standards\/([^?#]+)(?:#([^#]*))?$/i.exec(text)
  if (!match) return null
  const [, id = '', section = ''] = match
  const parts = id.split('/').map(decode)
  if (parts.some((part) => part === null || part === '' || part === '.' || part === '..')) return null
  const slug = decode(section)
  const path = `/standards/${parts.map((part) => encodeURIComponent(part ?? '')).join('/')}`
  return slug ? `${path}#${encodeURIComponent(slug)}` : path
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

const ALLOWED_PROTOCOLS = ['https:', 'http:', 'mailto:']

/**
 * Decides whether a link may be opened outside the app. Links other than web and mail could start a program.
 * @param ownLinks the exact links that Plumbline created, such as those with which a client adds our entry. Called only for links
 * that are neither web nor mail, because it reads the clients' files
 * @returns the address to open; `null` when the link is rejected
 */
export function checkExternalLink(text: string, ownLinks: () => readonly string[] = () => []): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, href } = new URL(text)
  const isOwn = () => ownLinks().some((link) => new URL(link).href === href)
  return ALLOWED_PROTOCOLS.includes(protocol) || isOwn() ? href : null
}
