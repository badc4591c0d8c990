import { type ErrorResponse, tooMany } from './error-response.ts'
import { carriesToken, isAllowedHost, isAllowedOrigin, isSameToken, readBearer } from './guards.ts'
import type { Limits } from './limits.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'

/** Whom the listeners let in. */
export interface AccessRules {
  /** `null` only where a test or a checker that cannot send one needs it, and on loopback only. */
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
  readonly origin: string | undefined
  readonly authorization: string | undefined
  readonly userAgent: string | undefined
  /** `?a=b`, or empty. */
  readonly search: string
  readonly address: string
}

export interface Admission {
  /** For every route: is the request meant for us, and not sent by a foreign page? */
  checkSource(caller: Caller): ErrorResponse | null
  /** For every route but the health check and a preflight: does the caller have the token, and not ask too much? */
  checkToken(caller: Caller): ErrorResponse | null
  /** True when this is the token; whoever guesses at it is counted. */
  accepts(token: string, address: string): boolean
  /** Counts more than one call of a request. */
  checkCost(caller: Caller, cost: number): ErrorResponse | null
  readonly rate: RateLimit
}

export function createAdmission(rules: AccessRules, limits: Pick<Limits, 'rate' | 'strangers'>): Admission {
  const rate = createRateLimit(limits.rate)
  const strangers = createRateLimit(limits.strangers)

  function checkRate(caller: Caller, cost: number): ErrorResponse | null {
    const wait = rate.take(clientOf(caller), cost)
    return wait === 0 ? null : tooMany(wait)
  }

  return {
    rate,
    checkSource(caller) {
      if (!isAllowedHost(caller.host, { names: rules.hostNames, anyAddress: rules.anyAddress })) {
        return deny(
          'The Host header does not name this server. Call it as localhost, 127.0.0.1 or [::1], or by the address that it was told to listen on.',
        )
      }
      if (!isAllowedOrigin(caller.origin, caller.host ?? '', rules.origins)) {
        return deny(
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
      if (rules.token === null) return checkRate(caller, 1)
      const given = readBearer(caller.authorization)
      if (given !== null && isSameToken(given, rules.token)) return checkRate(caller, 1)
      const wait = strangers.take(caller.address)
      if (wait > 0) return tooMany(wait)
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
      strangers.take(address)
      return false
    },
    checkCost: checkRate,
  }
}

/**
 * On loopback all clients have one address, so their names tell them apart. Whoever has the token may lie about its name: the
 * limit is there for clients that run away, not for attackers.
 */
export function clientOf({ address, userAgent }: Pick<Caller, 'address' | 'userAgent'>): string {
  return `${address} ${userAgent?.slice(0, 200) ?? ''}`
}

const deny = (message: string): ErrorResponse => ({ status: 403, code: -32003, message })

function unauthorized(message: string, error?: string): ErrorResponse {
  const challenge = `Bearer realm="plumbline"${error === undefined ? '' : `, error="${error}"`}`
  return { status: 401, code: -32003, message, headers: { 'www-authenticate': challenge } }
}
