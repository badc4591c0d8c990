import type { StandardReference } from '../../../src-shared/contract/activity.ts'

/** Arguments as a client sent them, not validated. */
export type RawArguments = Readonly<Record<string, unknown>>

/** An answer as the activity log shows it. */
export interface AnswerSummary {
  /** A few words: `7 sections`. */
  readonly summary: string
  /** True when the tool found nothing. */
  readonly isEmpty?: boolean
  /** The standards and sections that the answer contains. */
  readonly references: readonly StandardReference[]
}

/** How the activity log describes a tool's calls. Called after the answer was sent. */
export interface ToolSummary<Answer = Readonly<Record<string, unknown>>> {
  /** The call in a few words. The arguments may be wrong in any way. */
  describeCall(args: RawArguments): string
  describeAnswer(answer: Answer, args: RawArguments): AnswerSummary
}

const MAX_TEXT = 200

/** An argument that is text, on one line and cut to the room that a row has; empty for anything else. */
export function argumentText(value: unknown): string {
  if (typeof value !== 'string') return ''
  const text = value.replace(/\s+/g, ' ').trim()
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}

/** The filter of a call: `python, testing, tagged api`. */
export function topicOf({ language, domain, tag }: RawArguments): string {
  const tagged = argumentText(tag)
  return joinParts(argumentText(language), argumentText(domain), tagged === '' ? '' : `tagged ${tagged}`)
}

/** The parts that are not empty: `python, testing`. */
export function joinParts(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}

/** `1 section`, `7 sections`, `200 of 1,204 items`. */
export function countText(shown: number, noun: string, total = shown): string {
  const nouns = total === 1 ? noun : `${noun}s`
  return total > shown ? `${grouped(shown)} of ${grouped(total)} ${nouns}` : `${grouped(shown)} ${nouns}`
}

/** `1,204`. Not `toLocaleString`, which would load the tables of a language. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** The description of a call without a filter. */
export const EVERYTHING = 'everything'

export const NOTHING_FOUND = 'nothing found'
