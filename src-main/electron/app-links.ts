/** Links that are opened by other programs lead into the window. */
export const LINK_SCHEME = 'plumbline'

/**
 * The path in the window of a `plumbline://standards/<id>#<section>` link; `null` for anything else. A link comes from
 * wherever the user clicked, so it may show something and do nothing.
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

const OUTSIDE = ['https:', 'http:', 'mailto:']

/**
 * The address as the system's browser or mail program may be given it, or `null`: anything else could start a program.
 *
 * @param own links that we made ourselves, such as those that let a client add our entry; allowed to the letter. Asked only for
 * what is neither web nor mail, as it reads the clients' files
 */
export function checkExternalLink(text: string, own: () => readonly string[] = () => []): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, href } = new URL(text)
  const isOwn = () => own().some((link) => new URL(link).href === href)
  return OUTSIDE.includes(protocol) || isOwn() ? href : null
}
