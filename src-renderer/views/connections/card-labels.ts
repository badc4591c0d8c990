import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { formatCount } from '../../../src-shared/format.ts'
import type { CardAction } from './card-actions.ts'

/** The colour of a card's state. `quiet` has none. */
export type CardTone = 'ok' | 'quiet' | 'warn' | 'err'

export function toneOf({ state, attention, needsRestart }: ClientStatus): CardTone {
  if (state === 'lost' || state === 'broken') return 'err'
  if (attention || needsRestart) return 'warn'
  return state === 'live' ? 'ok' : 'quiet'
}

/** `3 live, 3 need attention`; empty where there is neither. */
export function noteOf(cards: readonly ClientStatus[]): string {
  const live = cards.filter(({ state }) => state === 'live').length
  const attention = cards.filter((card) => card.attention).length
  const needs = attention === 1 ? '1 needs attention' : `${attention} need attention`
  return [live > 0 && `${live} live`, attention > 0 && needs].filter(Boolean).join(', ')
}

/** The text of the status line about client entries that need attention; `null` when there are none. */
export function attentionLabel(cards: readonly ClientStatus[]): string | null {
  const [first, ...rest] = cards.filter((card) => card.attention)
  if (!first) return null
  if (rest.length > 0) return `${formatCount(rest.length + 1, 'connection')} need attention`
  if (first.state === 'lost') return `${first.name} lost its entry`
  if (first.state === 'changed') return `The entry in ${first.name} was changed`
  if (first.state === 'broken') return `The file of ${first.name} is broken`
  return `The entry in ${first.name} does not start`
}

/** Splits a path: `end` (up to 20 characters) stays visible when `start` is truncated. */
export function splitPathEnd(path: string): { readonly start: string; readonly end: string } {
  const at = Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\'), path.length - 20)
  return { start: path.slice(0, at), end: path.slice(at) }
}

const EVENT_WORDS: Readonly<Record<ClientStatus['events'][number]['kind'], string>> = {
  written: 'Entry written',
  repaired: 'Repaired automatically',
  lost: 'Entry lost',
  changed: 'Entry changed by something else',
  undone: 'Undone, the file is as it was before',
  disconnected: 'Entry taken out',
}

export function eventLabel({ kind }: ClientStatus['events'][number]): string {
  return EVENT_WORDS[kind]
}

const LABELS: Readonly<Record<CardAction, string>> = {
  connect: 'Connect',
  repair: 'Repair',
  difference: 'Show difference',
  test: 'Test',
  result: 'Show test',
  restart: 'Restart',
  undo: 'Undo',
  disconnect: 'Disconnect',
  'open-file': 'Open the file',
  'check-again': 'Check again',
  'copy-snippet': 'Copy snippet',
  'copy-path': 'Copy the path',
  link: 'Add by link',
  repairs: 'Repair automatically',
  history: 'History',
}

/** The label of an action on its button or menu item. */
export function actionLabel(
  action: CardAction,
  { name, problem }: Pick<ClientStatus, 'name' | 'problem'>,
): string {
  if (action === 'restart') return `Restart ${name}`
  if (action === 'link') return `Let ${name} add it`
  if (action === 'open-file' && problem?.line) return `Open at line ${problem.line}`
  return LABELS[action]
}
