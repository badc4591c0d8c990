const KEY = 'plumbline.token'

/** The part of {@link Storage} that is needed. */
export interface TokenStore {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

/** The token of a fragment like `#token=…`, or `null`. */
export function tokenOf(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get('token')
  return token === '' ? null : token
}

/**
 * The token from the address that the host printed. It is stored for the tab, so that it survives a reload, and removed from
 * the address bar, so that a shared screen does not show it.
 */
export function takeToken(store: TokenStore = sessionStorage): void {
  const token = tokenOf(location.hash)
  if (token === null) return
  storeToken(token, store)
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** Stores a token for this tab, with which the next connection is made. */
export function storeToken(token: string, store: TokenStore = sessionStorage): void {
  store.setItem(KEY, token)
}

/** The token of this tab; empty without one. */
export function storedToken(store: TokenStore = sessionStorage): string {
  return store.getItem(KEY) ?? ''
}
