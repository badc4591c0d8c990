import { type Icon, IconBook2 } from '@tabler/icons-react'
import type { KeyId } from '../keys.ts'
import { matchesWords } from '../marks.ts'
import { type Action, useOfferedActions } from '../state/actions.ts'
import { go } from '../state/location.ts'
import { standardPath } from '../state/paths.ts'
import { useBridge } from '../state/use-bridge.ts'
import { VIEWS } from '../views/registry.ts'

/** Something that the palette can go to or do. */
export interface Found {
  readonly key: string
  readonly icon: Icon
  readonly label: string
  /** The words that found it, to be marked in the label. */
  readonly words: string
  readonly detail?: string
  readonly keyId?: KeyId
  readonly run: () => void
  /** Ctrl+Enter. */
  readonly edit?: () => void
}

export interface FoundGroup {
  readonly name: string
  readonly found: readonly Found[]
}

export interface FoundNow {
  /** In the order in which they are shown; groups with nothing in them are left out. */
  readonly groups: readonly FoundGroup[]
  /** False while the standards are still those of other words. */
  readonly settled: boolean
}

/** What fits the words. */
export function useFound(query: string): FoundNow {
  const actionsOnly = query.trimStart().startsWith('>')
  const words = query.trimStart().replace(/^>/, '').trim()
  const asks = words !== '' && !actionsOnly
  const standards = useBridge(
    'standards.complete',
    { text: words, limit: 6 },
    { area: 'library', keep: true, enabled: asks },
  )
  const actions = useOfferedActions()
  const groups: FoundGroup[] = [
    {
      name: 'Standards',
      found: (asks ? (standards.data ?? []) : []).map(({ id, title }) => ({
        key: `standard ${id}`,
        icon: IconBook2,
        label: title,
        words,
        detail: id,
        run: () => go(standardPath(id)),
        edit: () => go(standardPath(id, { edit: true })),
      })),
    },
    {
      name: 'Actions',
      found: actions
        .filter((action) => !isMadeOf(action, words))
        .flatMap((action) => foundAction(action, words)),
    },
    {
      name: 'Views',
      found: (actionsOnly ? [] : VIEWS)
        .filter(({ title }) => matchesWords(title, words))
        .map(({ name, title, icon, goKey }) => ({
          key: `view ${name}`,
          icon,
          label: title,
          words,
          keyId: goKey,
          run: () => go(`/${name}`),
        })),
    },
    {
      // They fit whatever was typed, so they must not be what Enter does while something else fits.
      name: 'With these words',
      found: actions
        .filter((action) => isMadeOf(action, words))
        .flatMap((action) => foundAction(action, words)),
    },
  ]
  return {
    groups: groups.filter(({ found }) => found.length > 0),
    settled: !asks || !(standards.isPending || standards.isPlaceholderData),
  }
}

function isMadeOf({ label }: Pick<Action, 'label'>, words: string): boolean {
  return words !== '' && typeof label === 'function'
}

function foundAction({ id, icon, label, also = '', run, keyId }: Action, words: string): Found[] {
  const text = typeof label === 'string' ? label : label(words)
  // What is made of the words fits them, whatever signs are in them.
  if (!isMadeOf({ label }, words) && !matchesWords(`${text} ${also}`, words)) return []
  return [
    { key: `action ${id}`, icon, label: text, words, run: () => run(words), ...(keyId ? { keyId } : {}) },
  ]
}
