import { type Icon, IconBook2 } from '@tabler/icons-react'
import type { KeyId } from '../keys.ts'
import { matchesWords } from '../marks.ts'
import { type Action, useOfferedActions } from '../state/actions.ts'
import { go } from '../state/location.ts'
import { standardPath } from '../state/paths.ts'
import { useBridge } from '../state/use-bridge.ts'
import { VIEWS } from '../views/registry.ts'

/** A result of the palette. */
export interface Found {
  readonly key: string
  readonly icon: Icon
  readonly label: string
  /** The search words, highlighted in the label. */
  readonly words: string
  readonly detail?: string
  readonly keyId?: KeyId
  readonly run: () => void
  /** Called for Ctrl+Enter. */
  readonly edit?: () => void
}

export interface FoundGroup {
  readonly name: string
  readonly found: readonly Found[]
}

export interface FoundNow {
  /** Non-empty groups, in display order. */
  readonly groups: readonly FoundGroup[]
  /** False while the standards are results of an earlier query. */
  readonly settled: boolean
}

/** Searches standards, actions and views. */
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
      // These actions match any words, so they come last: Enter should choose a specific match first.
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
  // A label that is made from the words always matches them.
  if (!isMadeOf({ label }, words) && !matchesWords(`${text} ${also}`, words)) return []
  return [
    { key: `action ${id}`, icon, label: text, words, run: () => run(words), ...(keyId ? { keyId } : {}) },
  ]
}
