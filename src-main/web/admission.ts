import type { IncomingMessage } from 'node:http'
import type { ErrorResponse } from '../../src-mcp/transports/http/error-response.ts'
import { tooManyRequests } from './error-responses.ts'
import { carriesToken, isAllowedHost, isAllowedOrigin, isSameToken, readBearer } from './guards.ts'
import type { Limits } from './limits.ts'
import { createRateLimit } from './rate-limit.ts'

/** Who may call the servers. */
export interface AccessRules {
  /** `null` only on loopback, for a test or a checker that cannot send one. */
  readonly token: string | null
  /** Names beside the loopback ones under which this server may be called, in lower case. */
  readonly hostNames: readonly string[]
  /** True when the server listens beyond loopback. */
  readonly anyAddress: boolean
  /** Origins of web pages that may call, such as `https://app.example`. */
  readonly origins: readonly string[]
}

/** What is known of a request before its body is read. */
export interface Caller {
  readonly host: string | undefined
  /** How many `Host` headers it has. */
  readonly hosts: number
  readonly origin: string | undefined
  readonly authorization: string | undefined
  readonly userAgent: string | undefined
  /** `?a=b`, or empty. */
  readonly search: string
  readonly address: string
}

/** Decides which requests are served. Each check returns the error response, or `null` to let the request pass. */
export interface Admission {
  /** For every route: the request names this server, and no foreign page sent it. */
  checkSource(caller: Caller): ErrorResponse | null
  /** For every route but the health check and a CORS preflight: the caller has the token and keeps to its rate. */
  checkToken(caller: Caller): ErrorResponse | null
  /** True when this is the token; a wrong one counts towards the address's rate. */
  accepts(token: string, address: string): boolean
  /** Counts requests of a client towards its rate. @param client as {@link clientOf} names it @param count default 1 */
  checkRate(client: string, count?: number): ErrorResponse | null
}

export function createAdmission(
  rules: AccessRules,
  limits: Pick<Limits, 'rate' | 'unauthenticated'>,
): Admission {
  const rate = createRateLimit(limits.rate)
  const unauthenticated = createRateLimit(limits.unauthenticated)

  function checkRate(client: string, count = 1): ErrorResponse | null {
    const wait = rate.take(client, count)
    return wait === 0 ? null : tooManyRequests(wait)
  }

  return {
    checkSource(caller) {
      if (caller.hosts > 1) return TWO_HOSTS
      if (!isAllowedHost(caller.host, { names: rules.hostNames, anyAddress: rules.anyAddress })) {
        return forbidden(
          'The Host header does not name this server. Call it as localhost, 127.0.0.1 or [::1], or by the address that it was told to listen on.',
        )
      }
      if (!isAllowedOrigin(caller.origin, caller.host ?? '', rules.origins)) {
        return forbidden(
          'Web pages of this origin may not call Plumbline. Start it with --allow-origin and the origin to let them.',
        )
      }
      return null
    },
    checkToken(caller) {
      if (carriesToken(caller.search, rules.token)) {
        return unauthorized(
          'A token must not stand in a URL: URLs end up in logs, histories and other programs. Send the header "Authorization: Bearer <token>" instead.',
          'invalid_request',
        )
      }
      if (rules.token === null) return checkRate(clientOf(caller))
      const given = readBearer(caller.authorization)
      if (given !== null && isSameToken(given, rules.token)) return checkRate(clientOf(caller))
      const wait = unauthenticated.take(caller.address)
      if (wait > 0) return tooManyRequests(wait)
      return given === null
        ? unauthorized(
            'A token is needed. Send the header "Authorization: Bearer <token>"; it is in the file http-token in Plumbline\'s home.',
          )
        : unauthorized(
            "This token is not the right one. It is in the file http-token in Plumbline's home.",
            'invalid_token',
          )
    },
    accepts(token, address) {
      if (rules.token === null || isSameToken(token, rules.token)) return true
      unauthenticated.take(address)
      return false
    },
    checkRate,
  }
}

/**
 * The key of a client's rate. On loopback all clients have one address, so their names tell them apart. A client with the token may
 * lie about its name: the limit is for clients in a loop, not for attackers.
 */
export function clientOf({ address, userAgent }: Pick<Caller, 'address' | 'userAgent'>): string {
  return `${address} ${userAgent?.slice(0, 200) ?? ''}`
}

export function callerOf({ headers, rawHeaders, url, socket }: IncomingMessage): Caller {
  const query = url?.indexOf('?') ?? -1
  return {
    host: headers.host,
    hosts: rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length,
    origin: headers.origin,
    authorization: headers.authorization,
    userAgent: headers['user-agent'],
    search: query === -1 ? '' : (url?.slice(query) ?? ''),
    address: socket.remoteAddress ?? '',
  }
}

/** RFC 9112, 3.2: programs on the way may go by another one than this server. */
const TWO_HOSTS: ErrorResponse = {
  status: 400,
  code: -32600,
  message: 'A request must have one Host header, and this one has several.',
}

const forbidden = (message: string): ErrorResponse => ({ status: 403, code: -32003, message })

function unauthorized(message: string, error?: string): ErrorResponse {
  const challenge = `Bearer realm="plumbline"${error === undefined ? '' : `, error="${error}"`}`
  return { status: 401, code: -32003, message, headers: { 'www-authenticate': challenge } }
}
