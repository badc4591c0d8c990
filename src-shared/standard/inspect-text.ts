import type { DraftProblem, FrontMatterFields } from '../contract/editing.ts'
import { readFields } from './front-matter/front-matter-fields.ts'
import { parse } from './parse.ts'
import { fixLabels } from './quick-fixes/quick-fixes.ts'
import type { Facet, Problem } from './standard.ts'

/** Only this much of a standard is read: a larger file is a mistake, and no model could read it. Bytes of the file. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024

/** What the indexer would make of a text, and what is wrong with it. */
export interface TextInspection {
  /** `null` while the front matter cannot be read. */
  readonly fields: FrontMatterFields | null
  /** The language that applies, from the front matter or from another rule; `null`: all languages. */
  readonly language: Facet | null
  /** As `language`. */
  readonly domain: Facet | null
  /** Lines that the front matter takes, its fences included; 0 without front matter. */
  readonly frontMatterLines: number
  readonly problems: readonly DraftProblem[]
}

/**
 * Reads a text (with `\n` at its line ends) as the indexer would read it from the file `id`. Pure, and never throws.
 */
export function inspectText(id: string, text: string): TextInspection {
  const { language, domain, bodyStart, problems } = parse(text.slice(0, MAX_FILE_BYTES), id)
  const found = text.trim() === '' ? [emptyText(), ...problems] : problems
  const labels = fixLabels(text, found)
  return {
    fields: readFields(text),
    language,
    domain,
    frontMatterLines: linesIn(text.slice(0, bodyStart)),
    problems: found.map((problem, index) => ({ ...problem, fix: labels[index] ?? null })),
  }
}

/** Lines of a text; a line end at the end of the text begins no further line. */
function linesIn(text: string): number {
  if (text === '') return 0
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

function emptyText(): Omit<Problem, 'path'> {
  return {
    line: null,
    severity: 'warning',
    code: 'empty-file',
    message: 'This file is empty.',
    remedy: 'Write the standard, or delete the file.',
  }
}
