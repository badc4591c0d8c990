import type { Facet, Problem, Section } from '../standard/standard.ts'
import type { StandardSummary } from './library.ts'

/** The words for reading a standard in the window and changing it on the disk. */

/** A standard as the window shows it. */
export interface StandardView extends StandardSummary {
  /** The whole file as text, front matter included. */
  readonly text: string
  readonly bodyStart: number
  readonly sections: readonly (Section & { readonly slug: string })[]
  readonly checklist: number
  readonly examples: number
  readonly createdAt: string | null
  readonly globs: readonly string[]
  readonly rules: { readonly language: Facet['rule'] | null; readonly domain: Facet['rule'] | null }
  readonly problems: readonly Problem[]
}

/** The front matter that the form edits. */
export interface FrontMatterFields {
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** `null`: not said, so it is found by the path, the tags or the title. */
  readonly language: string | null
  readonly domain: string | null
  readonly globs: readonly string[]
}

/** What is wrong with a text that is being written. */
export interface DraftProblem extends Omit<Problem, 'path'> {
  /** What *Mend* would do, in two or three words; `null` when it takes a person. */
  readonly mend: string | null
}

/** A file opened to be changed. Line endings are `\n` here and kept as they were on the disk. */
export interface StandardDraft {
  readonly text: string
  /** Names the content on the disk; a save that names another one is a conflict. */
  readonly version: string
  readonly savedAt: number
  readonly lineEnding: 'LF' | 'CRLF' | 'mixed'
  readonly encoding: 'UTF-8' | 'UTF-8 with BOM' | 'not UTF-8'
  /** `null` while the front matter cannot be read. */
  readonly fields: FrontMatterFields | null
  /** The language and domain that apply, whether said or found. */
  readonly language: Facet | null
  readonly domain: Facet | null
  /** Lines of the file that the front matter takes, its fences included; 0 without one. */
  readonly frontMatterLines: number
  readonly problems: readonly DraftProblem[]
}

/** What is read out of a text while it is written. What belongs to the file (line endings, encoding) is the draft's. */
export type DraftReading = Pick<
  StandardDraft,
  'fields' | 'language' | 'domain' | 'frontMatterLines' | 'problems'
>

/** What became of a save. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly version: string; readonly savedAt: number }
  /** The disk holds something else than what was opened; nothing was written. `theirs` is `null` when the file is gone. */
  | {
      readonly kind: 'conflict'
      readonly theirs: { readonly text: string; readonly version: string; readonly savedAt: number } | null
    }
