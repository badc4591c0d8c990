import type { DraftProblem, DraftReading, StandardDraft } from '../../../src-shared/contract/editing.ts'
import { readFields } from '../../../src-shared/standard/front-matter/front-matter-fields.ts'
import { parse } from '../../../src-shared/standard/parse.ts'
import { fixLabels } from '../../../src-shared/standard/quick-fixes/quick-fixes.ts'
import { MAX_FILE_BYTES, tooLarge } from '../watch/read-standard.ts'
import { encodingOf, lineEndingOf, textOf } from './file-text.ts'
import type { OpenedFile } from './standard-files.ts'

/** Reads a text (with `\n` at its line ends) as the indexer would read it as the file `id`. */
export function readText(id: string, text: string): DraftReading {
  // As much as is served of it.
  const { language, domain, bodyStart, problems } = parse(text.slice(0, MAX_FILE_BYTES), id)
  const told = text.trim() === '' ? [emptyText(), ...problems] : problems
  const labels = fixLabels(text, told)
  return {
    fields: readFields(text),
    language,
    domain,
    frontMatterLines: linesIn(text, bodyStart),
    problems: told.map((problem, at) => ({ ...problem, mend: labels[at] ?? null })),
  }
}

/** A file opened to be changed. */
export function readDraft(id: string, { file, bytes, version, savedAt }: OpenedFile): StandardDraft {
  const text = textOf(file)
  const encoding = encodingOf(file)
  const reading = readText(id, text)
  const problems: DraftProblem[] = [...reading.problems]
  if (encoding === 'not UTF-8') problems.push({ ...notUtf8(text, file.encoding), mend: null })
  if (bytes > MAX_FILE_BYTES) problems.push({ ...tooLarge(bytes), mend: null })
  return { ...reading, text, version, savedAt, lineEnding: lineEndingOf(file), encoding, problems }
}

function linesIn(text: string, end: number): number {
  if (end === 0) return 0
  const head = text.slice(0, end)
  return head.split('\n').length - (head.endsWith('\n') ? 1 : 0)
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

function notUtf8(text: string, encoding: string): Omit<DraftProblem, 'mend'> {
  if (encoding !== 'utf-8') {
    return {
      line: null,
      severity: 'warning',
      code: 'utf-16',
      message: 'This file is UTF-16, and stays so when it is saved here. Many tools cannot read it.',
      remedy: 'Save it as UTF-8 in another editor.',
    }
  }
  const at = text.indexOf('\uFFFD')
  return {
    line: at === -1 ? null : linesIn(text, at + 1),
    severity: 'warning',
    code: 'invalid-utf8',
    message:
      'This file has bytes that are not UTF-8; each is shown as \uFFFD, and kept when it is saved here.',
    remedy: 'Retype every \uFFFD on a line, and the line becomes UTF-8.',
  }
}
