import type { Strength } from '../standard/demands.ts'

/** A question for the standards that apply to files. */
export interface ForFilesQuestion {
  /** As an assistant or a person writes them: absolute or relative, of Windows or not. */
  readonly paths: readonly string[]
  /** What is to be done with the files. */
  readonly task?: string | undefined
  /** Absolute paths of the open workspaces. */
  readonly workspaces?: readonly string[] | undefined
}

/** A standard that applies to at least one of the files. */
export interface AppliedStandard {
  readonly id: string
  readonly title: string
  /** `glob src/api/**`, `folder tests`, `language go`, `task: testing`, `every language`. */
  readonly why: string
  /** The files that it applies to, as indices of `paths`; absent when it applies to each of them. */
  readonly paths?: readonly number[]
  /** What it demands, the strictest first, each on one line. */
  readonly rules: readonly AppliedRule[]
  /** Rules that did not fit. */
  readonly moreRules: number
}

/** A list item, checklist item or sentence that demands something. */
export interface AppliedRule {
  readonly text: string
  readonly strength: Strength
  /** The slug of its section; empty before the first heading. */
  readonly section: string
}

/** A section that explains the rules, or fits the task. */
export interface AppliedSection {
  readonly id: string
  readonly section: string
  readonly heading: string
  /** Markdown without the rules that the answer has already. */
  readonly text: string
}

/** The standards that apply to files, and what they demand. */
export interface AppliedStandards {
  /** The paths, relative to their workspaces where these are known. */
  readonly paths: readonly string[]
  /** The nearest first. Only the first of them have rules. */
  readonly standards: readonly AppliedStandard[]
  readonly sections: readonly AppliedSection[]
  /** Number of standards that apply; more than `standards` has when there are many. */
  readonly total: number
}
