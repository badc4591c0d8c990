import type { ErrorGroup, ErrorSource } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'

export const SOURCE_NAMES: Readonly<Record<ErrorSource, string>> = {
  index: 'Index',
  tool: 'Tool',
  protocol: 'Protocol',
  system: 'System',
}

/** The position of a failure: `go/errors.md:4`, `get_standard`, or code and client of a rejected request: `-32602, Cursor`. */
export function locationOf({ source, where, line, code, client }: ErrorGroup): string {
  if (source === 'index') return line === null ? where || 'library folder' : `${where}:${line}`
  if (source !== 'protocol') return where
  return [code, client === null ? where : clientName(client)].join(', ')
}

/** How often a failure occurred: `once`, `14 times`; for a file, in how many of its lines: `3 places`. */
export function timesOf({ source, count }: Pick<ErrorGroup, 'source' | 'count'>): string {
  if (count === 1) return 'once'
  return source === 'index' ? formatCount(count, 'place') : `${formatNumber(count)} times`
}

/** Why it failed; `null` when the title says it. */
export function causeOf({ source, cause }: ErrorGroup): string | null {
  return source === 'index' || cause === '' ? null : cause
}

/** What the failure means for the assistant; `null` when that is not known. */
export function effectOf({ source, code, cause }: ErrorGroup): string | null {
  switch (source) {
    case 'index':
      if (cause !== '') return cause
      return INDEX_EFFECTS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null
    case 'tool':
      return 'The assistant received this message instead of a result.'
    case 'protocol':
      return isJsonRpcCode(code) ? `The request was rejected with ${code}; no tool was called.` : null
    case 'system':
      return null
  }
}

const INDEX_EFFECTS: readonly (readonly [codePrefix: string, effect: string])[] = [
  [
    'front-matter',
    'The text is served. Values that cannot be read are derived from the path, the tags or the title.',
  ],
  ['empty-file', 'Assistants get no text from this standard.'],
  ['no-text', 'It is listed, but assistants that read it get an empty text.'],
  ['invalid-utf8', 'The rest of the text is served unchanged.'],
  ['nul-bytes', 'The rest of the text is served unchanged.'],
]

function isJsonRpcCode(code: string): boolean {
  return /^-?\d+$/.test(code)
}

/** The part of the window where the failure can be fixed; `null` when there is none. */
export function remedyLocation({ source, code, where }: ErrorGroup): {
  readonly label: string
  readonly path: string
} | null {
  if (code === 'port-unusable') return { label: 'Choose another port', path: '/settings' }
  if (code.startsWith('library-')) return { label: 'Choose another folder', path: '/settings' }
  if (source === 'protocol' && ['http', 'websocket', 'tcp'].includes(where))
    return { label: 'Address and token', path: '/connections' }
  return null
}
