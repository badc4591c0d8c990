import { type KeyId, keyCaps, shortcutOf } from '../keys.ts'
import { isMac } from '../state/use-keys.ts'
import './small.css'

/** The keys of a shortcut. Hidden from screen readers, which get them from the dialog of keyboard shortcuts. */
export function KeyHint({ id, joined = false }: { readonly id: KeyId; readonly joined?: boolean }) {
  const caps = keyCaps(shortcutOf(id).keys, isMac)
  return (
    <span className="keys" aria-hidden="true">
      {(joined ? [caps.join(' ')] : caps).map((cap) => (
        <kbd key={cap} className="key">
          {cap}
        </kbd>
      ))}
    </span>
  )
}
