import { useEffect, useRef } from 'react'
import { chordOf, createMatcher, isLetterChord, type KeyId, worksInFields } from '../keys.ts'

export const isMac: boolean = /Mac|iPhone|iPad/.test(navigator.platform)

/** Handles a key. Returning `false` passes the key to the handler that was bound before. */
export type KeyHandler = (event: KeyboardEvent) => unknown

const bound = new Map<KeyId, KeyHandler[]>()

/**
 * Binds a key while the component is mounted and `when` is true. The handler that was bound last is called first, so that
 * Escape closes a drawer before it leaves the view.
 */
export function useKey(id: KeyId, handler: KeyHandler, when = true): void {
  const newest = useRef(handler)
  useEffect(() => {
    newest.current = handler
  })
  useEffect(() => {
    if (!when) return
    const own: KeyHandler = (event) => newest.current(event)
    const handlers = bound.get(id) ?? []
    bound.set(id, [...handlers, own])
    return () => {
      bound.set(
        id,
        (bound.get(id) ?? []).filter((handler) => handler !== own),
      )
    }
  }, [id, when])
}

const FIELDS =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]'
const FLOATING = '[role=dialog], [role=menu], .mantine-Combobox-dropdown'

/** True while a dialog is open, even before it has the focus, and inside a menu. */
function isTaken(target: Element): boolean {
  return target.closest(FLOATING) !== null || document.querySelector('[aria-modal=true]') !== null
}

/** Listens to the keyboard for the whole window. `letters` returns whether single-letter shortcuts are enabled. */
export function listenToKeys(letters: () => boolean): () => void {
  const match = createMatcher()

  function onKeyDown(event: KeyboardEvent): void {
    if (
      event.defaultPrevented ||
      event.isComposing ||
      ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)
    )
      return
    const target = event.target instanceof Element ? event.target : document.body
    const chord = chordOf(event, isMac)
    if (isLetterChord(chord) && !letters()) return
    if (target.closest(FIELDS) && !worksInFields(chord)) return
    // While a dialog or menu is open, only the palette's shortcut works.
    if (isTaken(target) && chord !== 'Mod+K') return
    // Enter and Space belong to the button that has the focus.
    if (chord === 'Enter' && target.closest('button, a')) return
    for (const id of match(chord, event.timeStamp)) {
      for (const handler of [...(bound.get(id) ?? [])].reverse()) {
        if (handler(event) === false) continue
        event.preventDefault()
        return
      }
    }
  }

  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}
