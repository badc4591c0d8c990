import type { NewError } from '../../../src-shared/contract/activity.ts'
import { type ErrorResponse, PAUSED } from '../../transports/http/error-response.ts'
import { createRateLimit } from '../../transports/http/rate-limit.ts'

/** Takes note of a request that was turned away before it belonged to any session. */
export type ReportRejection = (
  refusal: Pick<ErrorResponse, 'status' | 'code' | 'message'>,
  door: RejectionSource,
) => void

type RejectionSource = 'http' | 'websocket' | 'tcp'

/** A stranger must not be able to fill the disk or keep it busy: each kind is told of this often at most. */
const RATE = { burst: 20, perSecond: 1 }

/**
 * Tells the error log who was turned away at the door. Each kind is one group with a count, in words that no stranger
 * can choose; while more come than {@link RATE}, the count stays behind.
 */
export function createRejectionReport(report: (error: NewError) => void): ReportRejection {
  const rate = createRateLimit(RATE)
  return (refusal, door) => {
    const { status, code, message } = refusal
    // What the user chose is no failure.
    if (refusal === PAUSED) return
    if (rate.take(`${status} ${door}`) > 0) return
    const { title, remedy } = KINDS[status] ?? OTHER
    report({
      source: 'protocol',
      code: String(code),
      title,
      where: door,
      line: null,
      // Names an address that the caller chose.
      cause: status === 404 ? 'The caller was told what there is.' : message,
      remedy,
      stack: null,
      client: null,
    })
  }
}

interface Kind {
  readonly title: string
  readonly remedy: string
}

const OTHER: Kind = {
  title: 'A request was turned away',
  remedy: 'Look at how the client calls Plumbline; what it was told says what it must do.',
}

const KINDS: Readonly<Record<number, Kind>> = {
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
