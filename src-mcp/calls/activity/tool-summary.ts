import type { StandardReference } from '../../../src-shared/contract/activity.ts'

/** Arguments as they came, of any type. */
export type RawArguments = Readonly<Record<string, unknown>>

/** What came back from a call. */
export interface Answered {
  /** A few words: `7 sections`. */
  readonly summary: string
  /** True when the tool answered that there is nothing. */
  readonly isEmpty?: boolean
  /** The standards and sections that the answer carried. */
  readonly references: readonly StandardReference[]
}

/** How the log tells of a tool's calls. Runs behind the answer. */
export interface ToolSummary<Answer = Readonly<Record<string, unknown>>> {
  /** What was asked, in a few words. The arguments may be wrong in any way. */
  asked(args: RawArguments): string
  /** @param answer what the tool answered */
  answered(answer: Answer, args: RawArguments): Answered
}

const MAX_WORDS = 200

/** Text among the arguments, cut to what a row has room for; empty for anything else. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') return ''
  const text = value.replace(/\s+/g, ' ').trim()
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text
}

/** The words that narrow a question: `python, testing, tagged api`. */
export function topicOf({ language, domain, tag }: RawArguments): string {
  const tagged = textOf(tag)
  return listOf(textOf(language), textOf(domain), tagged === '' ? '' : `tagged ${tagged}`)
}

/** The parts that are there, joined: `python, testing`. */
export function listOf(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}

/** `1 section`, `7 sections`, `200 of 1,204 items`. */
export function countOf(shown: number, noun: string, total = shown): string {
  const many = total === 1 ? noun : `${noun}s`
  return total > shown ? `${grouped(shown)} of ${grouped(total)} ${many}` : `${grouped(shown)} ${many}`
}

/** `1,204`. `toLocaleString` would load the tables of a language for it. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** What a question without a narrower one asks for. */
export const EVERYTHING = 'everything'

export const NOTHING_FOUND = 'nothing found'
