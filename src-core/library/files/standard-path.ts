import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { printableInLine } from '../../../src-shared/printable.ts'
import { DEFAULTS_FILE } from '../../../src-shared/standard/folder-defaults.ts'
import { describeHidden, hiddenInName } from '../../../src-shared/standard/hidden-characters.ts'
import { isHidden, isStandardName, MAX_DEPTH } from '../watch/walk.ts'

const ENDINGS = '.md, .markdown, .mdc or .instructions.md'
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
const NOT_PORTABLE = /[<>:"|?*\\\u0000-\u001f\u007f]/
// The maximum bytes of a name on all common file systems.
const MAX_NAME = 255

/**
 * Splits the id of a standard into folders and file name. Rejects paths outside the library and paths that the indexer
 * ignores.
 * @throws PlumblineError `path-unusable`
 */
export function readId(id: string): string[] {
  const segments = id.normalize('NFC').split('/')
  const name = segments.at(-1) ?? ''
  if (id.includes('\0')) throw unusable(id, 'has a character that no path may have', 'Take it out.')
  if (/^[/\\]|^[a-z]:/i.test(id)) throw unusable(id, 'begins at the root of a disk', INSIDE)
  if (segments.some((segment) => segment === '..' || segment === '.'))
    throw unusable(id, 'has . or .. in it', INSIDE)
  if (segments.includes('')) throw unusable(id, 'has an empty name in it', 'Put one / between two names.')
  if (process.platform === 'win32' && segments.some((segment) => NOT_PORTABLE.test(segment))) {
    throw unusable(id, 'has a character that Windows does not allow in names', CHARACTERS)
  }
  if (segments.some(isHidden)) {
    throw unusable(
      id,
      'has a name that Plumbline ignores',
      'Use names that do not begin with a dot; node_modules is ignored too.',
    )
  }
  if (segments.length > MAX_DEPTH) throw unusable(id, 'has too many folders', `Use fewer than ${MAX_DEPTH}.`)
  if (!isStandardName(name) && name !== DEFAULTS_FILE)
    throw unusable(id, 'does not end like a standard', `Let the name end with ${ENDINGS}.`)
  return segments
}

/**
 * Like `readId`, for a new standard. Also rejects names that some systems do not allow, because libraries are shared.
 * @throws PlumblineError `path-unusable`
 */
export function readNewId(id: string): string[] {
  const segments = readId(id)
  for (const segment of segments) {
    if (NOT_PORTABLE.test(segment) || !segment.isWellFormed()) {
      throw unusable(id, 'has a character that not every system allows in names', CHARACTERS)
    }
    const hidden = hiddenInName(segment)
    if (hidden !== null)
      throw unusable(id, `has ${describeHidden(hidden)}, which nobody sees`, 'Leave that character out.')
    if (RESERVED.test(segment))
      throw unusable(id, `has the name ${segment}, which Windows reserves`, 'Use another name.')
    if (/^\s|[\s.]$/.test(segment))
      throw unusable(id, 'has a name that begins or ends with a blank or ends with a dot', 'Take it out.')
    if (Buffer.byteLength(segment) > MAX_NAME)
      throw unusable(id, 'has a name that is too long', `Use fewer than ${MAX_NAME} bytes.`)
  }
  const stem = segments.at(-1)?.replace(/(?:\.instructions)?\.\w+$/i, '') ?? ''
  if (stem.trim() === '')
    throw unusable(id, 'has no name before its ending', 'Give it one, such as testing.md.')
  return segments
}

const INSIDE = 'Give a path inside the library, such as python/testing.md.'
const CHARACTERS = 'Use letters, digits, blanks, - and _.'

function unusable(id: string, why: string, remedy: string): PlumblineError {
  const shown = id.length > 120 ? `${id.slice(0, 119)}…` : id
  return new PlumblineError('path-unusable', `${printableInLine(JSON.stringify(shown))} ${why}.`, remedy)
}
