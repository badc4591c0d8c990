/** The scheme of the window's own pages, which no other program of the machine can serve. */
export const WINDOW_SCHEME = 'app'
export const WINDOW_ORIGIN = `${WINDOW_SCHEME}://plumbline`

/** Standard and secure, so that the page has an origin, storage and a `'self'`; no right beyond a web page's. */
export const SCHEME_PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true } as const

/** True for the addresses of our own pages. */
export function isOurs(url: string): boolean {
  return url === WINDOW_ORIGIN || url.startsWith(`${WINDOW_ORIGIN}/`)
}

/** The path in the window of one of its addresses, with what stands behind it; `/` for any other address. */
export function pathOf(url: string): string {
  const path = isOurs(url) ? url.slice(WINDOW_ORIGIN.length) : ''
  return path.startsWith('/') ? path : '/'
}
