import { undoLast } from '../components/toasts.tsx'
import { go } from '../state/location.ts'
import { useKey } from '../state/use-keys.ts'
import { VIEWS, type View } from '../views/registry.ts'

/** The keys that hold everywhere. It draws nothing. */
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

/** Moves the focus to the next part of the window: whatever carries `data-area`, in the order of the page. */
function focusArea(step: 1 | -1): void {
  const areas = [...document.querySelectorAll<HTMLElement>('[data-area]')].filter(
    (area) => area.getClientRects().length > 0,
  )
  // An area may lie in another one; the innermost that has the focus counts.
  const at = areas.findLastIndex((area) => area.contains(document.activeElement))
  const next = areas[(at + step + areas.length) % areas.length]
  // The list of a view, the current item of the navigation, else whatever comes first.
  const inside =
    next?.querySelector<HTMLElement>('[role=grid], [role=listbox], [aria-current]') ??
    next?.querySelector<HTMLElement>('button:not([disabled]), a[href], input, [tabindex="0"]')
  ;(inside ?? next)?.focus()
}
