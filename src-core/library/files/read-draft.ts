import type { StandardDraft } from '../../../src-shared/contract/editing.ts'
import { MAX_FILE_BYTES } from '../../../src-shared/standard/inspect-text.ts'
import { lineAt } from '../../../src-shared/standard/lines.ts'
import type { DraftProblem } from '../../../src-shared/standard/standard.ts'
import { tooLarge } from '../watch/read-standard.ts'
import { encodingLabel, lineEndingLabel, textOf } from './file-text.ts'
import type { OpenedFile } from './standard-files.ts'

/** Returns an opened file for the editor, with the problems of its bytes. */
export function readDraft({ file, raw, version, savedAt }: OpenedFile): StandardDraft {
  const text = textOf(file)
  const encoding = encodingLabel(file)
  const problems: DraftProblem[] = []
  if (encoding === 'not UTF-8') problems.push(notUtf8(text, file.encoding))
  if (raw.length > MAX_FILE_BYTES) problems.push({ ...tooLarge(raw.length), fix: null })
  return { text, version, savedAt, lineEnding: lineEndingLabel(file), encoding, problems }
}

function notUtf8(text: string, encoding: string): DraftProblem {
  if (encoding !== 'utf-8') {
    return {
      line: null,
      severity: 'warning',
      code: 'utf-16',
      message: 'This file is UTF-16, and stays so when it is saved here. Many tools cannot read it.',
      remedy: 'Save it as UTF-8 in another editor.',
      fix: null,
    }
  }
  const replaced = text.indexOf('\uFFFD')
  return {
    line: replaced === -1 ? null : lineAt(text, replaced),
    severity: 'warning',
    code: 'invalid-utf8',
    message:
      'This file has bytes that are not UTF-8; each is shown as \uFFFD, and stays unchanged when the file is saved here.',
    remedy: 'Retype every \uFFFD on a line, and the line becomes UTF-8.',
    fix: null,
  }
}
