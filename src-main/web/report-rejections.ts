import type { ErrorResponse } from '../../src-mcp/transports/http/error-response.ts'
import type { NewError } from '../../src-shared/contract/activity.ts'
import { PAUSED } from './error-responses.ts'
import { createRateLimit } from './rate-limit.ts'

/** Reports a request that was rejected before it belonged to any session. */
export type ReportRejection = (
  error: Pick<ErrorResponse, 'status' | 'code' | 'message'>,
  server: RejectingServer,
) => void

type RejectingServer = 'http' | 'websocket' | 'tcp'

/** How often one group is written to the error list: rejected callers must not fill the disk or keep it busy. */
const RATE = { burst: 20, perSecond: 1 }

/**
 * Writes rejected requests to the error list, one group for each HTTP status and server. The texts are fixed, so that no caller can
 * choose them. While more come than {@link RATE} allows, the group's count stays behind.
 */
export function createRejectionReport(report: (error: NewError) => void): ReportRejection {
  const rate = createRateLimit(RATE)
  return (error, server) => {
    const { status, code, message } = error
    // The user paused serving: that is no failure.
    if (error === PAUSED) return
    if (rate.take(`${status} ${server}`) > 0) return
    const { title, remedy } = GROUPS[status] ?? OTHER
    report({
      source: 'protocol',
      code: String(code),
      title,
      where: server,
      line: null,
      // The message of a 404 holds an address that the caller chose.
      cause: status === 404 ? 'The caller was told what there is.' : message,
      remedy,
      stack: null,
      client: null,
    })
  }
}

interface Group {
  readonly title: string
  readonly remedy: string
}

const OTHER: Group = {
  title: 'A request was turned away',
  remedy: 'Look at how the client calls Plumbline; what it was told says what it must do.',
}

const GROUPS: Readonly<Record<number, Group>> = {
  401: {
    title: 'A caller without the right token was turned away',
    remedy: 'If it is a client of yours, give it the token that Connections shows.',
  },
  403: {
    title: 'A caller under a foreign name or from a foreign page was turned away',
    remedy: 'If it is a page of yours, start Plumbline with --allow-origin and its origin.',
  },
  404: {
    title: 'Something was called that is not there',
    remedy: 'Give the client the address that Connections shows.',
  },
  405: { title: 'An address was called with a method that it does not take', remedy: OTHER.remedy },
  429: {
    title: 'A caller asked more than its share',
    remedy: 'See in Activity what it asks; an agent may be running in a circle.',
  },
  503: {
    title: 'Too many connections or sessions were open',
    remedy: 'Close clients that are not needed any more.',
  },
}
