import type { Facet, Problem, Section, StandardSummary } from '../standard/standard.ts'

/** The types for reading and editing standards in the window. */

/** A standard with everything that the window shows of it. */
export interface StandardView extends StandardSummary {
  /** The text of the whole file, including the front matter. */
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

/** The fields of the front matter that the form edits. */
export interface FrontMatterFields {
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** `null` when not given; then the language is derived from the path, the tags or the title. */
  readonly language: string | null
  readonly domain: string | null
  readonly globs: readonly string[]
}

/** A problem in a text that is being edited. */
export interface DraftProblem extends Omit<Problem, 'path'> {
  /** The change that a quick fix would make, in two or three words; `null` when there is no quick fix. */
  readonly mend: string | null
}

/** A file that is open in the editor. Line endings are `\n` here; on the disk they stay as they were. */
export interface StandardDraft {
  readonly text: string
  /** Identifies the content on the disk. Saving with another version is a conflict. */
  readonly version: string
  readonly savedAt: number
  readonly lineEnding: 'LF' | 'CRLF' | 'mixed'
  readonly encoding: 'UTF-8' | 'UTF-8 with BOM' | 'not UTF-8'
  /** `null` while the front matter is invalid. */
  readonly fields: FrontMatterFields | null
  /** The language that applies, given or derived. */
  readonly language: Facet | null
  /** The domain that applies, given or derived. */
  readonly domain: Facet | null
  /** Number of lines of the front matter, including its fences; 0 without front matter. */
  readonly frontMatterLines: number
  readonly problems: readonly DraftProblem[]
}

/** The parts of a draft that change with its text. Line endings and encoding belong to the file and do not. */
export type DraftReading = Pick<
  StandardDraft,
  'fields' | 'language' | 'domain' | 'frontMatterLines' | 'problems'
>

/** The result of saving. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly version: string; readonly savedAt: number }
  /** The file changed on the disk after it was opened; nothing was written. `theirs` is `null` when the file was deleted. */
  | {
      readonly kind: 'conflict'
      readonly theirs: { readonly text: string; readonly version: string; readonly savedAt: number } | null
    }
