import type { NewError, NewRequest, StandardReference } from '../../../src-shared/contract/activity.ts'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { maskJson, maskText } from '../../base/mask.ts'
import { type RequestType, requestTypeOf } from '../request-types.ts'
import { leaveOutCopy } from '../text-copy.ts'
import { cutBytes, cutLength, MAX_BODY_BYTES } from './cut-text.ts'

/** A request as it is written: masked and cut. */
export interface RequestRecord {
  readonly at: number
  readonly kind: RequestType
  readonly session: string
  readonly asked: string
  readonly summary: string
  readonly message: string | null
  readonly micros: number
  readonly bytes: number
  /** JSON. */
  readonly rpcId: string | null
  readonly request: string | null
  /** Without the text that repeats the data of a tool's answer. */
  readonly response: string | null
  readonly cut: boolean
  readonly touched: readonly StandardReference[]
  /** The tool's arguments as JSON, for a gap; `{}` when bodies are not kept. */
  readonly args: string | null
}

const MAX_ASKED = 500
const MAX_SUMMARY = 500
const MAX_MESSAGE = 4_000
const MAX_SESSION = 200
// A search answers with ten sections; a list with a page of standards.
const MAX_TOUCHED = 500
// More than is kept is masked, so that a secret across the end is still seen whole.
const MASKED_BEYOND = 8 * 1024

/** Makes the row of a request, under the settings as they are now. */
export function recordOf(request: NewRequest, settings: Settings['activity']): RequestRecord {
  const text = (value: string, most: number) =>
    cutLength(settings.mask ? maskText(cutLength(value, most + MASKED_BEYOND)) : value, most)
  const params = settings.bodies ? bodyOf(jsonOf(request.params), settings.mask) : null
  const answer =
    settings.bodies && request.body !== '' ? bodyOf(leaveOutCopy(request.body), settings.mask) : null
  const isGap = request.status === 'empty' && request.tool !== null
  return {
    at: timeOf(request.at),
    kind: requestTypeOf(request),
    session: cutLength(request.session, MAX_SESSION),
    asked: text(request.asked, MAX_ASKED),
    summary: text(request.summary, MAX_SUMMARY),
    message: request.message === null ? null : text(request.message, MAX_MESSAGE),
    micros: Math.max(0, Math.round(request.micros)),
    bytes: Math.max(0, Math.round(request.bytes)),
    rpcId: request.rpcId === null ? null : JSON.stringify(request.rpcId),
    request: params?.text ?? null,
    response: answer?.text ?? null,
    cut: params?.cut === true || answer?.cut === true,
    touched: request.touched.slice(0, MAX_TOUCHED),
    args: isGap ? argumentsOf(request.params, settings) : null,
  }
}

const MAX_STACK = 16_000

/** Makes a failure one that can be written: masked and cut. */
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

const LATEST = 8_640_000_000_000_000

/** A time that a Date can hold, whatever the clock said. */
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
    // A cycle or a bigint cannot have come over a wire.
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
