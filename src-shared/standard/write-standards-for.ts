import type { AppliedStandards } from '../contract/applied-standards.ts'
import type { Strength } from './demands.ts'

/** The standards that apply to files as a model gets them: rules as text, by strength. */
export interface BriefStandards {
  /** Relative to their workspace, where it is known. */
  readonly paths: string[]
  /** The nearest first. */
  readonly standards: BriefStandard[]
  readonly sections: { id: string; section: string; heading: string; text: string }[]
  /** Number of standards that apply. */
  readonly total: number
  /** How to get the rest, in a sentence. */
  readonly more: string
}

interface BriefStandard extends Partial<Record<Strength, string[]>> {
  id: string
  title: string
  why: string
  /** Indices of `paths`; absent: it applies to each of them. */
  paths?: number[]
}

const LABELS = [
  ['must', 'Must'],
  ['should', 'Should'],
  ['may', 'May'],
] as const

/** Leaves out what a model does not need. */
export function briefStandards({ paths, standards, sections, total }: AppliedStandards): BriefStandards {
  return {
    paths: [...paths],
    standards: standards.map(({ id, title, why, paths: some, rules }) => {
      const standard: BriefStandard = { id, title, why, ...(some !== undefined && { paths: [...some] }) }
      for (const [strength] of LABELS) {
        const texts = rules.flatMap((rule) => (rule.strength === strength ? [rule.text] : []))
        if (texts.length > 0) standard[strength] = texts
      }
      return standard
    }),
    sections: sections.map((section) => ({ ...section })),
    total,
    more: restOf(standards),
  }
}

function restOf(standards: AppliedStandards['standards']): string {
  if (standards.length === 0) return 'Keep to the code around; search_standards may have something near.'
  const more = standards.reduce((sum, { moreRules }) => sum + moreRules, 0)
  const which = more === 0 ? 'No further rules' : `${more} more rules`
  return `${which} in these standards: get_standard {"id"} has a whole one, get_checklist {"id"} what to check at the end.`
}

/** Writes markdown: the standards by number, one line a rule with that number, the sections, and how to get the rest. */
export function writeStandardsFor({ paths, standards, sections, total, more }: BriefStandards): string {
  const files = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '')
  if (standards.length === 0) return `No standard applies to ${files}. ${more}\n`
  const of =
    total > standards.length ? `the nearest ${standards.length} of ${total}` : `${total}, the nearest first`
  const list = standards.map(({ id, title, why, paths: some }, at) => {
    const only = some === undefined ? '' : `; only ${some.map((path) => paths[path] ?? '').join(', ')}`
    return `${at + 1}. ${id}${isInId(title, id) ? '' : ` · ${title}`} (${why}${only})`
  })
  const rules = LABELS.flatMap(([strength, label]) => {
    const lines = standards.flatMap((standard, at) =>
      (standard[strength] ?? []).map((text) => `- ${text} [${at + 1}]`),
    )
    return lines.length === 0 ? [] : ['', `## ${label}`, ...lines]
  })
  const numbers = new Map(standards.map(({ id }, at) => [id, at + 1]))
  const texts = sections.flatMap(({ id, section, heading, text }) => [
    '',
    `## ${heading === '' ? id : heading} [${numbers.get(id)}${section === '' ? '' : `#${section}`}]`,
    text,
  ])
  return `Standards for ${files}: ${of}.\n${[...list, ...rules, ...texts, '', more].join('\n')}\n`
}

/** True for `go/testing.md` and `Go testing`. */
function isInId(title: string, id: string): boolean {
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? []
  const words = new Set(wordsOf(id))
  return wordsOf(title).every((word) => words.has(word))
}
