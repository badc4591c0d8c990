import { readFields } from './front-matter/front-matter-fields.ts'
import { parse } from './parse.ts'
import { fixLabels } from './quick-fixes/quick-fixes.ts'
import type { Problem, TextInspection } from './standard.ts'

/**
 * Bytes of a file that are read; the rest of a larger file is ignored. A standard of this size is a mistake, and no model
 * could read it.
 */
export const MAX_FILE_BYTES = 4 * 1024 * 1024

/**
 * Reads a text as the indexer would read it from the file `id`, with the quick fixes of its problems. Never throws.
 * @param text with `\n` line ends
 */
export function inspectText(id: string, text: string): TextInspection {
  const { language, domain, bodyStart, problems } = parse(text.slice(0, MAX_FILE_BYTES), id)
  const found = text.trim() === '' ? [emptyText(), ...problems] : problems
  const labels = fixLabels(text, found, id)
  return {
    fields: readFields(text, id),
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
