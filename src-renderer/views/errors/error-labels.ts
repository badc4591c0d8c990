import type { ErrorGroup, ErrorSource } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'

/** The word for where a failure came from. */
export const SOURCE_NAMES: Readonly<Record<ErrorSource, string>> = {
  index: 'Index',
  tool: 'Tool',
  protocol: 'Protocol',
  system: 'System',
}

/** `go/errors.md:4`, `get_standard`, `-32602, Cursor`: what stands below a title. */
export function locationOf({ source, where, line, code, client }: ErrorGroup): string {
  if (source === 'index') return line === null ? where || 'library folder' : `${where}:${line}`
  if (source !== 'protocol') return where
  return [code, client === null ? where : clientName(client)].join(', ')
}

/** How often: `once`, `14 times`; of a file how many of its lines: `3 places`. */
export function timesOf({ source, count }: Pick<ErrorGroup, 'source' | 'count'>): string {
  if (source === 'index') return count === 1 ? 'once' : formatCount(count, 'place')
  return count === 1 ? 'once' : `${formatNumber(count)} times`
}

/** Why it failed, without what the title and the remedy say already; `null` when nothing is left. */
export function causeOf({ source, title, cause, remedy }: ErrorGroup): string | null {
  // A problem of the index says in its first sentence what it is, and then what follows from it.
  if (source === 'index') return null
  const text = cause.trim()
  const rest = text.endsWith(remedy) ? text.slice(0, text.length - remedy.length).trim() : text
  return rest === '' || bare(rest) === bare(title) ? null : rest
}

/** What it means for those who ask; `null` where nobody can tell. */
export function effectOf({ source, code, title, cause }: ErrorGroup): string | null {
  switch (source) {
    case 'index': {
      const rest = cause
        .trim()
        .slice(title.length)
        .replace(/^[.!?]\s*/, '')
      return rest === '' ? (INDEX_EFFECTS.find(([start]) => code.startsWith(start))?.[1] ?? null) : rest
    }
    case 'tool':
      return 'The assistant got this sentence instead of an answer.'
    case 'protocol':
      return /^-?\d+$/.test(code) ? `The request was refused with ${code}; no tool ran.` : null
    case 'system':
      return null
  }
}

const INDEX_EFFECTS: readonly (readonly [start: string, effect: string])[] = [
  ['front-matter', 'The text is served. What cannot be read is taken from the path, the tags or the title.'],
  ['empty-file', 'Assistants get nothing from it.'],
  ['no-text', 'It is listed, and assistants that read it get an empty text.'],
  ['invalid-utf8', 'The rest of the text is served as it is.'],
  ['nul-bytes', 'The rest of the text is served as it is.'],
]

/** A remedy and, where it ends with something to be typed, that. */
export function remedyParts({ code, remedy }: Pick<ErrorGroup, 'code' | 'remedy'>): {
  readonly text: string
  readonly type: string | null
} {
  const found = code.startsWith('front-matter') ? /^([^:]+:) (\S+: .+)$/u.exec(remedy) : null
  return found ? { text: found[1] ?? '', type: found[2] ?? null } : { text: remedy, type: null }
}

/** The part of the window where the remedy is at hand; `null` when there is none. */
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

function bare(text: string): string {
  return text.replace(/[.!?]+$/u, '')
}
