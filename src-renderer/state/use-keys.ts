import { useEffect, useRef } from 'react'
import { chordOf, createMatcher, isLetterChord, type KeyId, worksInFields } from '../keys.ts'

export const isMac: boolean = /Mac|iPhone|iPad/.test(navigator.platform)

/** Does what a key stands for; `false` hands the key on to whoever bound it before. */
export type KeyHandler = (event: KeyboardEvent) => unknown

const bound = new Map<KeyId, KeyHandler[]>()

/**
 * Binds a key while the component is there. Who bound it last is asked first, so a drawer's Escape comes before the view's.
 * `when` false unbinds it.
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
        (bound.get(id) ?? []).filter((one) => one !== own),
      )
    }
  }, [id, when])
}

const FIELDS =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]'
const FLOATING = '[role=dialog], [role=menu], .mantine-Combobox-dropdown'

/** True while a dialogue is open, even before it has the focus, and within a menu. */
function isTaken(target: Element): boolean {
  return target.closest(FLOATING) !== null || document.querySelector('[aria-modal=true]') !== null
}

/** The one place that listens to the keyboard. `letters` says whether single letters count. */
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
    // A dialogue or menu has the keyboard to itself.
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
