/** The scheme of the window's pages. No other program can serve pages with it. */
export const WINDOW_SCHEME = 'app'
export const WINDOW_ORIGIN = `${WINDOW_SCHEME}://plumbline`

/** Standard and secure, so that the page has an origin, storage and a `'self'` in its policy; no other privileges. */
export const SCHEME_PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true } as const

/** True for the addresses of our own pages. */
export function isOurs(url: string): boolean {
  return url === WINDOW_ORIGIN || url.startsWith(`${WINDOW_ORIGIN}/`)
}

/** The path, query and fragment of an address of the window; `/` for any other address. */
export function pathOf(url: string): string {
  const path = isOurs(url) ? url.slice(WINDOW_ORIGIN.length) : ''
  return path.startsWith('/') ? path : '/'
}
