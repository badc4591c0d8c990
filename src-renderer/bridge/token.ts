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
 * The token that the host printed with its address, kept for this tab so that a reload still has it. It leaves the
 * address bar: the fragment names a section from then on, and a shared screen shows no secret.
 */
export function takeToken(store: TokenStore = sessionStorage): string {
  const token = tokenOf(location.hash)
  if (token === null) return store.getItem(KEY) ?? ''
  store.setItem(KEY, token)
  history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
