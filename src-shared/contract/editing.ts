import type { FolderDefaults } from '../standard/folder-defaults.ts'
import type { DraftProblem, Facet, Problem, Section } from '../standard/standard.ts'
import type { StandardSummary } from './library.ts'

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
  /** The `_standards.yml` that each key is taken from which the standard does not state itself. */
  readonly defaultsFrom: { readonly [Key in keyof FolderDefaults]?: string }
  readonly problems: readonly Problem[]
}

/** A file opened for editing. Line ends are `\n` here; a save writes those of the file. */
export interface StandardDraft {
  readonly text: string
  /** Identifies the content on the disk. Saving with another version is a conflict. */
  readonly version: string
  readonly savedAt: number
  readonly lineEnding: 'LF' | 'CRLF' | 'mixed'
  readonly encoding: 'UTF-8' | 'UTF-8 with BOM' | 'not UTF-8'
  /** Problems of the file's bytes (encoding, size). `inspectText` finds those of the text. */
  readonly problems: readonly DraftProblem[]
}

/** What became of a save. */
export type SaveOutcome =
  | {
      readonly kind: 'saved'
      readonly version: string
      readonly savedAt: number
      /** Hard links to the file that was replaced. They keep the old text. */
      readonly otherNames: number
    }
  /** The file changed on the disk after it was opened; nothing was written. `theirs` is `null` when the file was deleted. */
  | {
      readonly kind: 'conflict'
      readonly theirs: { readonly text: string; readonly version: string; readonly savedAt: number } | null
    }
