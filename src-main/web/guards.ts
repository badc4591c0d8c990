import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'

/** The names of this machine that no foreign page can have. */
const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Names of query parameters that usually hold a token. */
const TOKEN_PARAMETERS = /^(access[-_]?)?token$|^(api[-_]?)?key$|^auth(orization)?$|^bearer$|^secret$/i

/** A `Host` or the authority of an `Origin`: a host in lower case (IPv6 in brackets) and a port, empty for the default. */
interface Authority {
  readonly name: string
  readonly port: string
}

/** Parses `localhost:9001` or `[::1]:9001`; `null` for anything else than a host and a port. */
function readAuthority(text: string): Authority | null {
  // `URL` would also accept a user, a path or a query, which could disguise the host.
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(text)) return null
  try {
    const url = new URL(`http://${text}`)
    return { name: url.hostname, port: url.port }
  } catch {
    return null
  }
}

/**
 * True when a `Host` header names this machine. A page whose name was rebound to 127.0.0.1 (DNS rebinding) still sends its own
 * name. A literal address cannot be rebound, so literal addresses are allowed when the server listens beyond loopback (`anyAddress`).
 */
export function isAllowedHost(
  host: string | undefined,
  rules: { readonly names: readonly string[]; readonly anyAddress: boolean },
): boolean {
  const authority = host === undefined ? null : readAuthority(host)
  if (authority === null) return false
  const { name } = authority
  if (LOOPBACK_NAMES.includes(name) || rules.names.includes(name)) return true
  return rules.anyAddress && isIP(name.replace(/^\[|\]$/g, '')) !== 0
}

/**
 * True when a request may come from this `Origin`: none (no browser), the server's own (the host and port of `Host`, which was
 * checked before), or a listed one. A page on another port of this machine is foreign.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string,
  listed: readonly string[],
): boolean {
  if (origin === undefined) return true
  if (listed.includes(origin)) return true
  const authority = /^https?:\/\/([^/]*)$/.exec(origin)?.[1]
  const from = authority === undefined ? null : readAuthority(authority)
  const to = readAuthority(host)
  if (from === null || to === null || from.port !== to.port) return false
  return from.name === to.name || (LOOPBACK_NAMES.includes(from.name) && LOOPBACK_NAMES.includes(to.name))
}

/** The token of an `Authorization: Bearer` header. */
export function readBearer(authorization: string | undefined): string | null {
  return /^Bearer +([^\s]+) *$/i.exec(authorization ?? '')?.[1] ?? null
}

/** Compares in constant time. The length is no secret: all tokens have the same. */
export function isSameToken(given: string, token: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(token)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** True when a URL contains the server's token, or a parameter that is named like one. @param search `?a=b`, or empty */
export function carriesToken(search: string, token: string | null): boolean {
  if (search.length < 2) return false
  for (const [name, value] of new URLSearchParams(search))
    if (TOKEN_PARAMETERS.test(name) || (token !== null && value.includes(token))) return true
  return false
}

/** True when a server at this address can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
}
