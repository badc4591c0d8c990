import { readFields } from './front-matter/front-matter-fields.ts'
import { parse } from './parse.ts'
import { fixLabels } from './quick-fixes/quick-fixes.ts'
import type { DraftProblem, DraftReading } from './standard.ts'

/**
 * Bytes of a file that are read; the rest of a larger file is ignored. A standard of this size is a mistake, and no model
 * could read it.
 */
export const MAX_FILE_BYTES = 4 * 1024 * 1024

/**
 * Reads a text in the editor as the indexer would read it from the file `id`.
 * @param text with `\n` line ends
 */
export function readDraftText(id: string, text: string): DraftReading {
  const { language, domain, bodyStart, problems: found } = parse(text.slice(0, MAX_FILE_BYTES), id)
  const problems = text.trim() === '' ? [emptyText(), ...found] : found
  const labels = fixLabels(text, problems)
  return {
    fields: readFields(text),
    language,
    domain,
    frontMatterLines: lineCount(text.slice(0, bodyStart)),
    problems: problems.map((problem, at) => ({ ...problem, mend: labels[at] ?? null })),
  }
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

function emptyText(): Omit<DraftProblem, 'mend'> {
  return {
    line: null,
    severity: 'warning',
    code: 'empty-file',
    message: 'This file is empty.',
    remedy: 'Write the standard, or delete the file.',
  }
}
