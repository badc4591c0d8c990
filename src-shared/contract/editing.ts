import type { DraftProblem, Facet, Problem, Section } from '../standard/standard.ts'
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

/** A file opened for editing. Line ends are `\n` here; a save writes those of the file. */
export interface StandardDraft {
  readonly text: string
  /** Names the content on the disk; a save that names another one is a conflict. */
  readonly version: string
  readonly savedAt: number
  readonly lineEnding: 'LF' | 'CRLF' | 'mixed'
  readonly encoding: 'UTF-8' | 'UTF-8 with BOM' | 'not UTF-8'
  /** Problems of the file's bytes (encoding, size). `inspectText` finds those of the text. */
  readonly problems: readonly DraftProblem[]
}

/** What became of a save. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly version: string; readonly savedAt: number }
  /** The disk holds something else than what was opened; nothing was written. `theirs` is `null` when the file is gone. */
  | {
      readonly kind: 'conflict'
      readonly theirs: { readonly text: string; readonly version: string; readonly savedAt: number } | null
    }
