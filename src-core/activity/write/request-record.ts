import type { NewError, NewRequest, StandardReference } from '../../../src-shared/contract/activity.ts'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { maskJson, maskText } from '../../base/mask.ts'
import { type RequestType, requestTypeOf } from '../request-type.ts'
import { omitTextCopy } from '../text-copy.ts'
import { cutBytes, cutLength, MAX_BODY_BYTES } from './cut-text.ts'

/** A request as it is written: masked and truncated. */
export interface RequestRecord {
  readonly at: number
  readonly type: RequestType
  readonly session: string
  readonly question: string
  readonly summary: string
  readonly message: string | null
  readonly micros: number
  readonly bytes: number
  /** The JSON-RPC id as JSON. */
  readonly rpcId: string | null
  readonly request: string | null
  /** As {@link omitTextCopy} returns it. */
  readonly response: string | null
  readonly cut: boolean
  readonly references: readonly StandardReference[]
  /** The tool's arguments as JSON if the request is a gap, else `null`; `{}` when bodies are not recorded. */
  readonly gapArgs: string | null
}

const MAX_QUESTION = 500
const MAX_SUMMARY = 500
const MAX_MESSAGE = 4_000
const MAX_SESSION = 200
// Far more than an answer contains: a search returns ten sections, a list one page of standards.
const MAX_REFERENCES = 500
// Masking runs over more text than is recorded, so that it recognizes a secret that lies across the cut.
const MASKED_BEYOND = 8 * 1024

/** Converts a request under the current settings. */
export function recordOf(request: NewRequest, settings: Settings['activity']): RequestRecord {
  const text = (value: string, most: number) =>
    cutLength(settings.mask ? maskText(cutLength(value, most + MASKED_BEYOND)) : value, most)
  const params = settings.bodies ? bodyOf(jsonOf(request.params), settings.mask) : null
  const answer =
    settings.bodies && request.body !== '' ? bodyOf(omitTextCopy(request.body), settings.mask) : null
  const isGap = request.status === 'empty' && request.tool !== null
  return {
    at: timeOf(request.at),
    type: requestTypeOf(request),
    session: cutLength(request.session, MAX_SESSION),
    question: text(request.question, MAX_QUESTION),
    summary: text(request.summary, MAX_SUMMARY),
    message: request.message === null ? null : text(request.message, MAX_MESSAGE),
    micros: Math.max(0, Math.round(request.micros)),
    bytes: Math.max(0, Math.round(request.bytes)),
    rpcId: request.rpcId === null ? null : JSON.stringify(request.rpcId),
    request: params?.text ?? null,
    response: answer?.text ?? null,
    cut: params?.cut === true || answer?.cut === true,
    references: request.references.slice(0, MAX_REFERENCES),
    gapArgs: isGap ? argumentsOf(request.params, settings) : null,
  }
}

const MAX_STACK = 16_000

/** Masks and truncates a failure. */
export function recordOfError(error: NewError, settings: Settings['activity']): NewError {
  const text = (value: string, most: number) =>
    cutLength(settings.mask ? maskText(cutLength(value, most + MASKED_BEYOND)) : value, most)
  return {
    ...error,
    title: text(error.title, MAX_SUMMARY),
    where: cutLength(error.where, MAX_MESSAGE),
    cause: text(error.cause, MAX_MESSAGE),
    remedy: cutLength(error.remedy, MAX_MESSAGE),
    stack: error.stack === null ? null : text(error.stack, MAX_STACK),
  }
}

// The latest time of a Date (ECMA-262, 21.4.1.1).
const LATEST = 8_640_000_000_000_000

/** A valid time for a Date; 0 for what is no number. */
function timeOf(at: number): number {
  return Number.isFinite(at) ? Math.min(Math.max(0, Math.round(at)), LATEST) : 0
}

function bodyOf(json: string, masked: boolean): { readonly text: string; readonly cut: boolean } {
  const beginning = cutLength(json, MAX_BODY_BYTES + MASKED_BEYOND)
  const safe = masked ? maskJson(beginning) : beginning
  const text = cutBytes(safe, MAX_BODY_BYTES)
  return { text, cut: text.length < safe.length || beginning.length < json.length }
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    // A cycle or a bigint, which no wire can carry.
    return 'null'
  }
}

function argumentsOf(params: unknown, settings: Settings['activity']): string {
  if (!settings.bodies) return '{}'
  const args = typeof params === 'object' && params !== null && 'arguments' in params ? params.arguments : {}
  const json = jsonOf(args ?? {})
  if (json.length > MAX_MESSAGE) return '{}'
  return settings.mask ? maskJson(json) : json
}
