import { undoLast } from '../components/toasts.tsx'
import { go } from '../state/location.ts'
import { useKey } from '../state/use-keys.ts'
import { VIEWS, type View } from '../views/registry.ts'

/** Binds the shortcuts that work in every view. Renders nothing. */
export function FrameKeys() {
  useKey('area.next', () => focusArea(1))
  useKey('area.previous', () => focusArea(-1))
  useKey('undo', undoLast)
  return VIEWS.map((view) => <GoKey key={view.name} view={view} />)
}

function GoKey({ view }: { readonly view: View }) {
  useKey(view.goKey, () => go(`/${view.name}`))
  return null
}

/** Moves the focus to the next or previous visible element with `data-area`, in document order. */
function focusArea(step: 1 | -1): void {
  const areas = [...document.querySelectorAll<HTMLElement>('[data-area]')].filter(
    (area) => area.getClientRects().length > 0,
  )
  // Areas can be nested; the innermost one with the focus is the current one.
  const at = areas.findLastIndex((area) => area.contains(document.activeElement))
  const next = areas[(at + step + areas.length) % areas.length]
  // Prefer the list of a view or the current navigation item over the first focusable element.
  const inside =
    next?.querySelector<HTMLElement>('[role=grid], [role=listbox], [aria-current]') ??
    next?.querySelector<HTMLElement>('button:not([disabled]), a[href], input, [tabindex="0"]')
  ;(inside ?? next)?.focus()
}
